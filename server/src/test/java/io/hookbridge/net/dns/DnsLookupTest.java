package io.hookbridge.net.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Patience;
import io.hookbridge.net.HeldPort;

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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
                .cause()
                .isExactlyInstanceOf(UnknownHostException.class);
    }

    private static void assertSilent(CompletableFuture<List<InetAddress>> found) {
        assertThatThrownBy(found::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SilentNameException.class);
    }

    @Test
    void a_silent_name_is_asked_for_once_however_many_wait_and_others_do_not_wait()
            throws Exception {
        names.silent("silent.example").script("one.example", "93.184.216.34");
        List<CompletableFuture<List<InetAddress>>> waiting =
                Stream.generate(() -> names.lookup().lookup("silent.example")).limit(1000).toList();

        assertThat(names.lookup().lookup("one.example").get()).containsExactly(FOUR);

        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(names.questions().stream().filter(q -> q.startsWith("silent")))
                .containsExactlyInAnyOrder("silent.example 1", "silent.example 28");
    }

    @Test
    void a_silent_name_is_given_up_when_it_was_asked_for_twice() {
        names.silent("silent.example");
        try (DnsLookup lookup = names.lookup(Duration.ofMillis(50))) {
            assertSilent(lookup.lookup("silent.example"));
            assertSilent(lookup.lookup("silent.example"));
        }
        // Both types.
        assertThat(names.questions()).hasSizeBetween(2, 4);
    }

    @Test
    void an_alias_leads_to_the_addresses_in_the_same_answer_and_is_believed_as_long_as_it_says()
            throws Exception {
        Duration hour = Duration.ofHours(1);
        names.answer(
                "shop.example",
                query ->
                        List.of(
                                DnsAnswer.to(query)
                                        .address("host.example", "93.184.216.34", hour)
                                        .address("stranger.example", "127.0.0.1", hour)
                                        .alias("SHOP.example", "Pool.example", Duration.ZERO)
                                        .alias("pool.example", "host.example", hour)
                                        .bytes()));

        assertThat(names.lookup().lookup("shop.example").get()).containsExactly(FOUR);
        assertThat(names.lookup().known("shop.example")).isEmpty();
    }

    @Test
    void aliases_that_go_in_a_circle_or_lead_away_are_nothing_and_nobody_else_is_asked() {
        Duration hour = Duration.ofHours(1);
        names.answer(
                        "circle.example",
                        query ->
                                List.of(
                                        DnsAnswer.to(query)
                                                .alias("circle.example", "round.example", hour)
                                                .alias("round.example", "circle.example", hour)
                                                .bytes()))
                .answer(
                        "away.example",
                        query ->
                                List.of(
                                        DnsAnswer.to(query)
                                                .alias("away.example", "one.example", hour)
                                                .bytes()))
                .script("one.example", "93.184.216.34");

        assertUnknown(names.lookup().lookup("circle.example"));
        assertUnknown(names.lookup().lookup("away.example"));
        assertThat(names.questions())
                .containsExactlyInAnyOrder(
                        "circle.example 1",
                        "circle.example 28",
                        "away.example 1",
                        "away.example 28");
    }

    @Test
    void answers_to_other_questions_and_with_other_numbers_are_not_believed() throws Exception {
        names.answer(
                "one.example",
                query -> {
                    DnsAnswer good = DnsAnswer.to(query);
                    return List.of(
                            new byte[] {1, 2, 3},
                            forged(good.toQuestion("one.example", DnsAnswer.A).withAnotherId()),
                            forged(good.toQuestion("two.example", DnsAnswer.A)),
                            good.address("one.example", "93.184.216.34", Duration.ZERO).bytes());
                });

        assertThat(names.lookup().lookup("one.example").get()).containsExactly(FOUR);
    }

    private static byte[] forged(DnsAnswer answer) {
        return answer.address("one.example", "127.0.0.1", Duration.ZERO).bytes();
    }

    @Test
    void what_does_not_fit_into_a_datagram_is_fetched_over_a_connection() throws Exception {
        names.script("long.example", "93.184.216.34 2606:2800:220:1::1")
                .answer(
                        "long.example",
                        query ->
                                List.of(
                                        DnsAnswer.to(query)
                                                .address("long.example", "127.0.0.1", Duration.ZERO)
                                                .truncated()
                                                .bytes()));

        assertThat(names.lookup().lookup("long.example").get()).containsExactly(FOUR, SIX);
    }

    @Test
    void a_name_with_very_many_addresses_has_none() throws Exception {
        names.script("many.example", addresses(64)).script("more.example", addresses(65));

        assertThat(names.lookup().lookup("many.example").get()).hasSize(64);
        assertUnknown(names.lookup().lookup("more.example"));
    }

    private static String addresses(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> "93.184.216." + n)
                .collect(Collectors.joining(" "));
    }

    @Test
    void a_time_to_live_of_more_than_31_bits_is_none() throws Exception {
        names.timeToLive(Duration.ofSeconds(1L << 31)).script("one.example", "93.184.216.34");

        assertThat(names.lookup().lookup("one.example").get()).containsExactly(FOUR);
        assertThat(names.lookup().known("one.example")).isEmpty();
    }

    @Test
    void an_address_of_another_length_spoils_the_whole_answer() {
        names.answer(
                "bent.example",
                query ->
                        List.of(
                                DnsAnswer.to(query)
                                        .record(
                                                "bent.example",
                                                DnsAnswer.A,
                                                Duration.ZERO,
                                                new byte[] {1, 2, 3})
                                        .bytes()));

        assertSilent(names.lookup().lookup("bent.example"));
    }

    @Test
    void the_next_name_server_is_asked_when_one_is_silent_or_fails() throws Exception {
        try (DnsServer second = DnsServer.start();
                DnsLookup lookup =
                        DnsLookup.of(
                                List.of(names.address(), second.address()),
                                Duration.ofMillis(500),
                                Patience.LONGEST)) {
            names.silent("silent.example")
                    .answer(
                            "failing.example",
                            query -> List.of(DnsAnswer.to(query).code(2).bytes()))
                    .answer("gone.example", query -> List.of(DnsAnswer.to(query).code(3).bytes()));
            for (String host : List.of("silent.example", "failing.example", "gone.example")) {
                second.script(host, "93.184.216.34");
            }

            assertThat(lookup.lookup("silent.example").get()).containsExactly(FOUR);
            assertThat(lookup.lookup("failing.example").get()).containsExactly(FOUR);
            // That there is no such name is an answer.
            assertUnknown(lookup.lookup("gone.example"));
        }
    }

    @Test
    void what_one_type_found_is_used_when_nobody_can_tell_of_the_other() throws Exception {
        names.answer(
                "half.example",
                query ->
                        List.of(
                                isFor(DnsAnswer.A, query)
                                        ? DnsAnswer.to(query)
                                                .address(
                                                        "half.example",
                                                        "93.184.216.34",
                                                        Duration.ofHours(1))
                                                .bytes()
                                        : DnsAnswer.to(query).code(2).bytes()));

        assertThat(names.lookup().lookup("half.example").get()).containsExactly(FOUR);
    }

    private static boolean isFor(int type, byte[] query) {
        return query[query.length - 3] == type;
    }

    @Test
    void all_name_servers_together_have_only_so_long() {
        names.silent("silent.example");
        try (DnsLookup lookup =
                DnsLookup.of(List.of(names.address()), Patience.LONGEST, Duration.ofMillis(50))) {
            assertSilent(lookup.lookup("silent.example"));
        }
    }

    @Test
    void a_name_server_that_nobody_listens_at_says_nothing_about_a_name() {
        try (HeldPort port = HeldPort.open();
                DnsLookup lookup = DnsServer.nobody(port)) {
            assertThatThrownBy(lookup.lookup("one.example")::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("no name server could be asked");
        }
    }

    @Test
    void a_name_server_that_tells_of_a_long_answer_and_takes_no_connection_was_asked() {
        names.answer("long.example", query -> List.of(DnsAnswer.to(query).truncated().bytes()));
        names.refuseConnections();

        assertSilent(names.lookup().lookup("long.example"));
    }

    @Test
    void a_name_that_no_question_can_hold_is_unknown() {
        assertUnknown(names.lookup().lookup("a..example"));
        assertUnknown(names.lookup().lookup("a".repeat(64) + ".example"));
        assertThat(names.questions()).isEmpty();
    }

    @Test
    void whoever_waits_when_it_is_closed_hears_that_there_is_nothing() throws Exception {
        names.silent("silent.example");
        CompletableFuture<List<InetAddress>> waiting = names.lookup().lookup("silent.example");
        names.awaitQuestion();

        names.lookup().close();

        assertSilent(waiting);
        names.lookup().close();
        assertSilent(names.lookup().lookup("one.example"));
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
