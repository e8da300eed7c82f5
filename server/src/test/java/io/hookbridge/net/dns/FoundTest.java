package io.hookbridge.net.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** What two questions about a name find together, and how long it is believed. */
@Tag("unit")
class FoundTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Found FOUR =
            new Found(List.of(InetAddress.ofLiteral("93.184.216.34")), MINUTE, true);

    @Test
    void a_name_with_addresses_of_one_type_only_is_believed_as_long_as_they_are() {
        assertThat(FOUR.with(Found.NONE)).isEqualTo(FOUR);
        assertThat(Found.NONE.with(FOUR)).isEqualTo(FOUR);
    }

    @Test
    void where_nobody_told_of_one_type_the_other_is_believed_for_moments() {
        assertThat(FOUR.with(Found.SILENCE).addresses()).isEqualTo(FOUR.addresses());
        assertThat(FOUR.with(Found.SILENCE).believed()).isLessThan(MINUTE);
    }

    @Test
    void a_name_is_unknown_only_if_that_was_said_for_both_types() {
        assertThat(Found.NONE.with(Found.SILENCE).answered()).isFalse();
        assertThat(Found.SILENCE.with(Found.NOTHING).answered()).isFalse();
        assertThat(Found.SILENCE.isUnasked()).isFalse();
        assertThat(Found.NOTHING.with(Found.NONE).answered()).isTrue();
    }

    @Test
    void a_name_without_any_address_is_not_believed_to_have_none_for_long() {
        assertThat(Found.NONE.with(Found.NONE)).isEqualTo(Found.NOTHING);
    }

    @Test
    void that_nobody_could_be_asked_says_nothing_about_a_name() {
        assertThat(Found.UNASKED.with(Found.NONE).isUnasked()).isTrue();
        assertThat(Found.NOTHING.with(Found.UNASKED).isUnasked()).isTrue();
        assertThat(Found.NOTHING.isUnasked()).isFalse();
        assertThat(FOUR.with(Found.UNASKED).addresses()).isEqualTo(FOUR.addresses());
    }
}
