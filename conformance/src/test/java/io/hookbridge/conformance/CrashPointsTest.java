package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.Patience;
import io.hookbridge.conformance.MessageTables.Ended;
import io.hookbridge.conformance.WebhookReceiver.Reception;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A server that ends itself at each {@link CrashPoint}, and the next one on the same data folder,
 * or another one on the same database: what was promised is kept, and the ledger is balanced.
 *
 * <p>In the build these are the places right after a commit, which leave something behind that the
 * next start has to deal with, and those around the request to the receiver; what was done up to
 * any other place PostgreSQL undoes. Beside another server it is one of each kind. {@code
 * -Dcrash-points=.*} takes all of them, and any other regular expression those whose names it fits.
 */
@Tag("black-box")
class CrashPointsTest {

    /** Not the first time, so that something was done before. */
    private static final int PASS = 2;

    private static final int MOST_ROUNDS = 4;

    private static Place place;
    private static MessageTables tables;
    private static WebhookReceiver receiver;
    private static RunningServer server;
    private static WorkOnMessages work;

    /** What has a server come to a place. */
    private enum Way {
        /** Messages are sent, and all is done with them. */
        WORK,
        /** It starts after another one that held messages was killed. */
        TAKE_OVER,
        /** It starts when a day of messages is over. */
        EXPIRY
    }

    private static Way way(CrashPoint at) {
        return switch (at) {
            case ACCEPT_LOCKED,
                    ACCEPT_KEYS_TAKEN,
                    ACCEPT_COPIED,
                    ACCEPT_QUEUED,
                    ACCEPT_COUNTED,
                    ACCEPT_USED,
                    ACCEPT_COMMITTED,
                    ACCEPT_HANDED_OVER,
                    CLAIM_LOCKED,
                    CLAIM_TAKEN,
                    CLAIM_COMMITTED,
                    CLAIM_READ,
                    ATTEMPT_READY,
                    ATTEMPT_ANSWERED,
                    RESULT_MARKS_READ,
                    RESULT_QUEUE_CHANGED,
                    RESULT_COPIED,
                    RESULT_QUEUED,
                    RESULT_COUNTED,
                    RESULT_WRITTEN,
                    RESULT_COMMITTED,
                    GIVE_BACK_COPIED,
                    GIVE_BACK_FREED,
                    GIVE_BACK_WRITTEN,
                    GIVE_BACK_COMMITTED,
                    DELETE_NODES_LOCKED,
                    DELETE_MARKED,
                    DELETE_KEYS_FREED,
                    DELETE_COMMITTED,
                    DELETE_STOPPED,
                    DELETE_ACKNOWLEDGED_COMMITTED,
                    DELETE_AWAITED,
                    RETRY_MOVED,
                    RETRY_COMMITTED,
                    CANCEL_MOVED,
                    CANCEL_COMMITTED,
                    REPLAY_MOVED,
                    REPLAY_COMMITTED ->
                    Way.WORK;
            case TAKE_OVER_FENCED_COMMITTED,
                    TAKE_OVER_LOCKED,
                    TAKE_OVER_QUEUED,
                    TAKE_OVER_FREED,
                    TAKE_OVER_ENDED,
                    TAKE_OVER_CHUNK_COMMITTED,
                    TAKE_OVER_NODE_DELETED,
                    TAKE_OVER_COMMITTED ->
                    Way.TAKE_OVER;
            case GIVE_UP_MOVED,
                    GIVE_UP_COMMITTED,
                    DROP_JUDGED,
                    DROP_LOCKED,
                    DROP_DONE,
                    DROP_COMMITTED ->
                    Way.EXPIRY;
            case COLD_BEGUN_COMMITTED,
                    COLD_ANNOUNCED_COMMITTED,
                    COLD_HALF_WRITTEN,
                    COLD_READ_BACK,
                    COLD_COPIED,
                    COLD_CHUNK_COMMITTED,
                    COLD_SWAP_LOCKED,
                    COLD_SWAPPED,
                    COLD_SWAP_COMMITTED,
                    COLD_SEGMENT_DELETED ->
                    throw new IllegalArgumentException("ColdCrashPointsTest comes to " + at);
        };
    }

    static Stream<CrashPoint> points() {
        return points(".*_COMMITTED|ATTEMPT_.*");
    }

    /** Those at which something is left to a take-over, and that a server comes to for certain. */
    static Stream<CrashPoint> pointsBesideAnother() {
        return points("ACCEPT_COMMITTED|RESULT_WRITTEN|DELETE_COMMITTED|TAKE_OVER_CHUNK_COMMITTED")
                .filter(point ->
                        point.name().matches("(ACCEPT|ATTEMPT|RESULT|DELETE|TAKE_OVER)_.*"));
    }

    private static Stream<CrashPoint> points(String inTheBuild) {
        String asked = System.getProperty("crash-points", inTheBuild);
        return Arrays.stream(CrashPoint.values())
                .filter(point -> point.name().matches(asked))
                // Those need storage, and no server: ColdCrashPointsTest.
                .filter(point -> !point.name().startsWith("COLD_"));
    }

    @BeforeAll
    static void start() {
        place = Place.migrated("crash-points");
        tables = new MessageTables(place);
        receiver = new WebhookReceiver();
        server = RunningServer.up(place);
        work = new WorkOnMessages(server, receiver, tables);
    }

    @AfterAll
    static void stop() throws SQLException {
        server.close();
        receiver.close();
        place.close();
        tables.close();
    }

    @ParameterizedTest
    @MethodSource("points")
    void what_was_promised_is_kept_after_a_crash(CrashPoint at) {
        int before = receiver.receptions().size();
        Child crashed =
                switch (way(at)) {
                    case WORK -> crashAtWork(at);
                    case TAKE_OVER -> crashInTakeOver(at);
                    case EXPIRY -> crashAfterExpiry(at);
                };

        assertKeptAfter(crashed, at, before, CrashPointsTest::goOn);
    }

    @ParameterizedTest
    @MethodSource("pointsBesideAnother")
    void another_server_keeps_what_was_promised_before_a_crash(CrashPoint at) {
        int before = receiver.receptions().size();
        Set<UUID> living = tables.nodes();
        RunningServer survivor = server;
        Child crashed =
                way(at) == Way.TAKE_OVER
                        ? crashInTakeOverBesideAnother(at)
                        : crashAtWorkBesideAnother(at);

        assertKeptAfter(
                crashed,
                at,
                before,
                () -> {
                    survivor.child().signal("CONT");
                    endNodesBut(living);
                    work.goOnWith(survivor);
                });
    }

    /**
     * @param before how many requests the receiver had got before all that
     * @param goOn has another server do what is left
     */
    private static void assertKeptAfter(Child crashed, CrashPoint at, int before, Runnable goOn) {
        assertThat(crashed.awaitExit()).as(crashed.said()).isEqualTo(CrashPoint.EXIT_CODE);
        assertThat(crashed.said()).contains("this server ends itself at " + at);
        Set<UUID> ended = tables.ended().keySet();
        tables.endLeases();
        long death = System.nanoTime();
        receiver.release();
        goOn.run();
        Patience.until("the day that is over is gone", () -> !tables.hasExpiredDay());
        work.finish();

        List<Reception> receptions = receiver.receptions();
        work.promises().assertKept(tables.ended(), receptions);
        assertRepeatsAreExplained(receptions.subList(before, receptions.size()), death, ended);
        assertBalanced();
    }

    private static void goOn() {
        server = RunningServer.up(place);
        work.goOnWith(server);
    }

    private static Child crashAtWork(CrashPoint at) {
        server.stop("TERM");
        return workUntilCrash(place.launch("up"), at);
    }

    private static Child crashAtWorkBesideAnother(CrashPoint at) {
        return workUntilCrash(place.launchBeside(), at);
    }

    private static Child workUntilCrash(Launch launch, CrashPoint at) {
        RunningServer crashing = RunningServer.up(place, launch.crashingAt(at, PASS));
        work.goOnWith(crashing);
        try {
            for (int i = 0; i < MOST_ROUNDS; i++) {
                work.round();
            }
            throw new AssertionError("the server never came to " + at);
        } catch (UncheckedIOException | WorkOnMessages.ServerEnded asExpected) {
            return crashing.child();
        }
    }

    private static Child crashInTakeOver(CrashPoint at) {
        work.fill();
        server.stop("KILL");
        return place.launch("up").crashingAt(at, 1).start();
    }

    /** The survivor stands still until the other one has crashed, and cannot be the first. */
    private static Child crashInTakeOverBesideAnother(CrashPoint at) {
        Set<UUID> living = tables.nodes();
        RunningServer killed = RunningServer.up(place, place.launchBeside());
        work.goOnWith(killed);
        work.fill();
        server.child().signal("STOP");
        killed.stop("KILL");
        endNodesBut(living);
        return place.launchBeside().crashingAt(at, 1).start();
    }

    private static void endNodesBut(Set<UUID> living) {
        Set<UUID> dead = tables.nodes();
        dead.removeAll(living);
        tables.endNodes(dead);
    }

    private static Child crashAfterExpiry(CrashPoint at) {
        work.expire();
        tables.endLeases();
        server.stop("TERM");
        return place.launch("up").crashingAt(at, 1).start();
    }

    /** An attempt is made twice only if the crash came before its result was written. */
    private static void assertRepeatsAreExplained(
            List<Reception> receptions, long death, Set<UUID> ended) {
        record Attempt(UUID message, int number) {}
        Map<Attempt, Integer> made = new HashMap<>();
        for (Reception reception : receptions) {
            Attempt attempt = new Attempt(reception.message(), reception.attempt());
            if (made.merge(attempt, 1, Integer::sum) > 1) {
                assertThat(reception.at() - death).as("%s and the crash", reception).isPositive();
                assertThat(ended).as("%s had ended", reception).doesNotContain(reception.message());
                assertThat(made.get(attempt)).as("%s and those before", reception).isEqualTo(2);
            }
        }
    }

    private static void assertBalanced() {
        assertThat(tables.leftBehind())
                .allSatisfy((what, count) -> assertThat(count).as(what).isZero());
        Map<UUID, Ended> ended = tables.ended();
        assertThat(tables.usage()).as("messages counted for billing").isEqualTo(ended.size());
        JsonNode ledger = server.operator("/ledger").json();
        assertThat(ledger.get("accepted").asLong()).isEqualTo(ended.size());
        assertThat(ledger.get("pending").asLong()).isZero();
        assertThat(ledger.get("difference").asLong()).isZero();
        Map<String, List<String>> statuses =
                Map.of(
                        "delivered",
                        List.of("succeeded"),
                        "dead",
                        List.of("failed_permanent"),
                        "deleted",
                        List.of("queued", "paused", "pending_retry"));
        statuses.forEach((figure, of) ->
                assertThat(ledger.get(figure).asLong())
                        .as(figure)
                        .isEqualTo(
                                ended.values().stream()
                                        .filter(end -> of.contains(end.status()))
                                        .count()));
    }
}
