package io.hookbridge.net.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;

@Tag("unit")
class MarksTest {

    @Test
    void nothing_of_a_connection_that_was_lost_counts_for_the_one_after_it() {
        Marks marks = new Marks();
        marks.begin();
        marks.reuse(InetAddress.ofLiteral("127.0.0.1"));
        marks.sending();
        // Such as a 408 that ends the connection.
        marks.answered();
        marks.lost();
        marks.sending();
        marks.end();

        assertThat(marks.phases(false).lostMs()).isNotNull();
        assertThat(marks.phases(false).ttfbMs()).isNull();
    }
}
