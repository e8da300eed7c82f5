package io.hookbridge.net.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

@Tag("unit")
class DnsLookupTest {

    private static final InetAddress FOUR = InetAddress.ofLiteral("93.184.216.34");
    private static final InetAddress SIX = InetAddress.ofLiteral("2606:2800:220:1::1");

    private DnsServer names;

    @BeforeEach
    void start() throws IOException {
        names = DnsServer.start();
    }

    @AfterEach
    void stop() {
        names.close();
    }

    @Test
    void the_addresses_of_both_kinds_are_found() throws Exception {
        names.script("both.example", "2606:2800:220:1::1 93.184.216.34");
        names.script("six.example", "2606:2800:220:1::1");

        assertThat(names.lookup().lookup("both.example").get()).containsExactly(FOUR, SIX);
        assertThat(names.lookup().lookup("six.example").get()).containsExactly(SIX);
    }

    @Test
    void a_name_is_absolute_with_a_dot_at_its_end_and_without() throws Exception {
        names.script("one.example", "93.184.216.34").script("short", "93.184.216.34");

        assertThat(names.lookup().lookup("one.example.").get()).containsExactly(FOUR);
        assertThat(names.lookup().lookup("short").get()).containsExactly(FOUR);
        assertThat(names.questions())
                .contains("one.example 1", "one.example 28", "short 1", "short 28")
                .allMatch(question -> question.matches("(one\\.example|short) .*"));
    }

    @Test
    void what_was_found_is_believed_as_long_as_the_name_server_says() throws Exception {
        names.timeToLive(Duration.ofHours(1)).script("one.example", "93.184.216.34", "127.0.0.1");

        assertThat(names.lookup().known("one.example")).isEmpty();
        assertThat(names.lookup().lookup("one.example").get()).containsExactly(FOUR);
        assertThat(names.lookup().lookup("one.example").get()).containsExactly(FOUR);
        assertThat(names.lookup().known("one.example").orElseThrow().get()).containsExactly(FOUR);

        names.timeToLive(Duration.ZERO).script("two.example", "93.184.216.34", "127.0.0.1");
        assertThat(names.lookup().lookup("two.example").get()).containsExactly(FOUR);
        assertThat(names.lookup().lookup("two.example").get())
                .containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void that_there_is_nothing_is_believed_for_a_moment() {
        for (int i = 0; i < 3; i++) {
            assertUnknown(names.lookup().lookup("nothing.example"));
        }
        assertThat(names.questions()).doesNotHaveDuplicates();
    }

    private static void assertUnknown(CompletableFuture<List<InetAddress>> found) {
        assertThatThrownBy(found::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void a_silent_name_is_given_up_and_asked_for_once_however_many_wait() throws Exception {
        names.silent("silent.example").script("one.example", "93.184.216.34");
        try (DnsLookup lookup = names.lookup(Duration.ofMillis(50))) {
            List<CompletableFuture<List<InetAddress>>> waiting =
                    Stream.generate(() -> lookup.lookup("silent.example")).limit(1000).toList();
            assertThat(lookup.lookup("one.example").get()).containsExactly(FOUR);
            waiting.forEach(DnsLookupTest::assertUnknown);
            // Both types, twice each.
            assertThat(names.questions().stream().filter(q -> q.startsWith("silent")))
                    .hasSizeBetween(2, 4);
        }
    }

    @Test
    void the_system_knows_where_localhost_is() throws Exception {
        try (DnsLookup system = DnsLookup.ofSystem()) {
            assertThat(system.lookup("localhost").get())
                    .isNotEmpty()
                    .allMatch(InetAddress::isLoopbackAddress);
        }
    }
}
