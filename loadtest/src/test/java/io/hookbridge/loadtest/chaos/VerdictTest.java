package io.hookbridge.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.loadtest.chaos.Disruption.Kind;
import io.hookbridge.loadtest.cluster.Sent;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

@Tag("unit")
class VerdictTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Close to where the clock runs over, which must make no difference. */
    private static final long START = Long.MAX_VALUE - 20 * SECOND;

    private final Map<Integer, Sent> sent = new HashMap<>();
    private final Map<Integer, Long> unanswered = new HashMap<>();
    private final List<Reception> receptions = new ArrayList<>();
    private final List<StoredMessage> stored = new ArrayList<>();
    private final Set<UUID> cancelled = new HashSet<>();
    private final Map<UUID, Integer> fetched = new HashMap<>();
    private final Map<UUID, Integer> acknowledged = new HashMap<>();
    private final List<Disruption> disruptions = new ArrayList<>();
    private long difference;
    private long lostLeases;
    private long lateWrites;

    VerdictTest() {
        IntStream.range(0, 10).forEach(this::delivered);
    }

    private static UUID id(int number) {
        return new UUID(0x7000, number);
    }

    private static long at(double seconds) {
        return START + (long) (seconds * SECOND);
    }

    /** Sent, accepted, delivered and stored in the second of its number. */
    private void delivered(int number) {
        sent.put(number, new Sent.Accepted(id(number), at(number)));
        stored.add(new StoredMessage(id(number), number, "succeeded", false, 1, 1));
        arrived(number, 1, number, true);
    }

    private void arrived(int number, int attempt, double second, boolean answered) {
        receptions.add(new Reception(id(number), attempt, number, at(second), answered));
    }

    /** An event that was received, fetched and acknowledged. */
    private void consumed(int number) {
        sent.put(number, new Sent.Accepted(id(number), at(number)));
        stored.add(new StoredMessage(id(number), number, "delivered", false, 0, 0));
        fetched.put(id(number), number);
        acknowledged.put(id(number), 1);
    }

    private void broken(Kind kind, double from, double to) {
        disruptions.add(new Disruption(kind, at(from), at(to)));
    }

    private Verdict verdict() {
        return Verdict.of(
                new Evidence(
                        START,
                        sent,
                        unanswered,
                        receptions,
                        stored,
                        cancelled,
                        new Consumed(fetched, acknowledged),
                        disruptions,
                        new Figures(stored.size(), difference, lostLeases, lateWrites)));
    }

    @Test
    void what_was_accepted_and_delivered_once_is_well() {
        assertThat(verdict().violations()).isEmpty();
        assertThat(verdict().delivered()).isEqualTo(10);
    }

    @Test
    void an_accepted_message_that_is_nowhere_is_lost() {
        sent.put(10, new Sent.Accepted(id(10), at(10)));

        assertThat(verdict().lost()).isEqualTo(1);
        assertThat(verdict().violations())
                .containsExactly("1 accepted and lost, for example " + id(10));
    }

    @Test
    void a_message_without_an_answer_may_be_stored_or_not_but_then_it_is_delivered() {
        sent.put(10, new Sent.InDoubt());
        delivered(11);
        sent.put(11, new Sent.InDoubt());

        assertThat(verdict().violations()).isEmpty();
        assertThat(verdict().inDoubt()).isEqualTo(2);
        assertThat(verdict().inDoubtStored()).isEqualTo(1);
    }

    @Test
    void a_stored_payload_that_is_not_what_was_sent_is_noticed() {
        stored.set(3, new StoredMessage(id(3), -1, "succeeded", false, 1, 1));

        assertThat(verdict().violations()).contains("1 stored changed, for example " + id(3));
    }

    @Test
    void a_delivery_that_the_receiver_has_no_record_of_was_none() {
        receptions.removeFirst();

        assertThat(verdict().violations()).singleElement().asString().contains("called delivered");
    }

    @Test
    void an_answer_that_was_broken_off_is_no_delivery() {
        receptions.removeFirst();
        arrived(0, 1, 0, false);

        assertThat(verdict().violations()).singleElement().asString().contains("called delivered");
    }

    @Test
    void a_message_that_still_waits_at_the_end_is_told() {
        sent.put(10, new Sent.Accepted(id(10), at(10)));
        stored.add(new StoredMessage(id(10), 10, "queued", true, 0, 0));

        assertThat(verdict().pending()).isEqualTo(1);
        assertThat(verdict().violations()).singleElement().asString().contains("in time");
    }

    @Test
    void only_what_we_cancelled_ourselves_may_be_given_up() {
        sent.put(10, new Sent.Accepted(id(10), at(10)));
        stored.add(new StoredMessage(id(10), 10, "failed_permanent", false, 1, 1));
        assertThat(verdict().violations()).singleElement().asString().contains("given up");

        cancelled.add(id(10));
        assertThat(verdict().violations()).isEmpty();
        assertThat(verdict().dead()).isEqualTo(1);
    }

    @Test
    void a_message_in_two_places_is_told() {
        stored.add(new StoredMessage(id(0), 0, "queued", true, 1, 1));

        assertThat(verdict().violations()).anyMatch(rule -> rule.contains("both pending"));
    }

    @Test
    void two_messages_under_one_key_are_told() {
        stored.add(new StoredMessage(id(10), 0, "succeeded", false, 1, 1));
        receptions.add(new Reception(id(10), 1, 0, at(10), true));

        assertThat(verdict().violations()).singleElement().asString().contains("stored twice");
    }

    @Test
    void an_attempt_that_is_not_written_down_is_told() {
        stored.set(0, new StoredMessage(id(0), 0, "succeeded", false, 1, 0));

        assertThat(verdict().violations()).singleElement().asString().contains("not written down");
    }

    @Test
    void a_payload_that_changed_on_the_way_is_told() {
        receptions.add(new Reception(id(0), 1, -1, at(0.5), false));

        assertThat(verdict().violations()).singleElement().asString().contains("changed");
    }

    @Test
    void what_was_in_flight_at_a_kill_may_be_delivered_again_after_it() {
        broken(Kind.SERVER_KILL, 5.5, 5.6);
        arrived(5, 1, 7, true);

        assertThat(verdict().violations()).isEmpty();
        assertThat(verdict().repeats(Kind.SERVER_KILL)).hasSize(1);
    }

    @Test
    void a_kill_explains_no_repeat_that_came_before_it() {
        broken(Kind.SERVER_KILL, 5.5, 5.6);
        arrived(5, 1, 5.3, true);

        assertThat(verdict().unexplained()).hasSize(1);
        assertThat(verdict().violations()).singleElement().asString().contains("without a reason");
    }

    @Test
    void a_kill_explains_no_repeat_of_what_was_delivered_long_before_or_after() {
        broken(Kind.SERVER_KILL, 7.5, 7.6);
        arrived(1, 1, 9, true);
        arrived(8, 1, 9, true);

        assertThat(verdict().unexplained()).hasSize(2);
    }

    @Test
    void an_orderly_restart_explains_no_repeat() {
        broken(Kind.SERVER_STOP, 5.5, 8);
        arrived(5, 1, 9, true);

        assertThat(verdict().unexplained()).hasSize(1);
    }

    @Test
    void repeats_of_a_paused_server_must_have_been_noticed_as_lost_leases() {
        broken(Kind.SERVER_PAUSE, 5.5, 30);
        arrived(5, 1, 26, true);
        assertThat(verdict().violations()).singleElement().asString().contains("lease");

        lostLeases = 1;
        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void what_a_node_stores_after_others_have_taken_over_is_told() {
        lateWrites = 1;

        assertThat(verdict().violations()).singleElement().asString().contains("taken over");
    }

    @Test
    void a_message_whose_commit_was_in_doubt_must_come_soon_after_its_lease() {
        broken(Kind.COMMIT_CUT, 10, 12);
        sent.put(10, new Sent.InDoubt());
        unanswered.put(10, at(9.5));
        stored.add(new StoredMessage(id(10), 10, "succeeded", false, 1, 1));
        arrived(10, 1, 34, true);
        assertThat(verdict().violations()).isEmpty();

        receptions.removeLast();
        arrived(10, 1, 35, true);
        assertThat(verdict().violations()).singleElement().asString().contains("in doubt");
    }

    @Test
    void sums_that_do_not_agree_are_told() {
        difference = 1;

        assertThat(verdict().violations()).singleElement().asString().contains("ledger");
    }

    @Test
    void what_was_received_fetched_and_acknowledged_once_is_well() {
        consumed(10);

        assertThat(verdict().violations()).isEmpty();
        assertThat(verdict().acknowledged()).isEqualTo(1);
    }

    @Test
    void an_event_that_nobody_acknowledged_is_told() {
        consumed(10);
        stored.set(10, new StoredMessage(id(10), 10, "fetched", true, 0, 0));
        acknowledged.clear();

        assertThat(verdict().violations())
                .singleElement()
                .asString()
                .contains("neither delivered nor given up in time");
    }

    @Test
    void an_event_that_is_acknowledged_twice_is_told() {
        consumed(10);
        acknowledged.put(id(10), 2);

        assertThat(verdict().violations())
                .singleElement()
                .asString()
                .contains("acknowledged twice");
    }

    @Test
    void an_acknowledgement_that_is_gone_is_told() {
        consumed(10);
        stored.set(10, new StoredMessage(id(10), 10, "stored", false, 0, 0));

        assertThat(verdict().violations())
                .singleElement()
                .asString()
                .contains("called acknowledged, and is not");
    }

    @Test
    void an_event_that_was_fetched_with_another_payload_is_told() {
        consumed(10);
        fetched.put(id(10), 11);
        consumed(12);
        fetched.put(id(12), -1);

        assertThat(verdict().violations()).hasSize(2);
        assertThat(verdict().violations().toString())
                .contains("fetched without being stored so", "fetched changed");
    }

    @Test
    void a_refusal_is_told() {
        sent.put(10, new Sent.Refused("400"));

        assertThat(verdict().violations()).singleElement().asString().contains("refused");
    }

    @Test
    void the_self_test_finds_the_judgement_awake() {
        Evidence evidence =
                new Evidence(
                        START,
                        sent,
                        unanswered,
                        receptions,
                        stored,
                        cancelled,
                        new Consumed(fetched, acknowledged),
                        disruptions,
                        new Figures(stored.size(), 0, 0, 0));

        assertThat(SelfTest.unnoticed(evidence)).isEmpty();
    }
}
