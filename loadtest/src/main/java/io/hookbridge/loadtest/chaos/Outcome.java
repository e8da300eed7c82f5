package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Server;
import io.hookbridge.loadtest.process.BenchFailure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a run ended.
 *
 * @param verdict on the evidence as it is
 * @param unnoticed faults that we made ourselves and that the judgement did not see
 */
record Outcome(Evidence evidence, Verdict verdict, int recovered, List<String> unnoticed) {

    private static final Duration LONGEST_FETCHING = Duration.ofMinutes(2);

    private static final Pattern DIFFERENCE = Pattern.compile("\"difference\"\\s*:\\s*(-?\\d+)");

    /**
     * Collects the evidence and judges it; at the end a row is deleted, which must be noticed.
     *
     * @param server any of those that run
     * @param lostLeases what all have noticed
     * @param lateWrites messages that nodes stored after others had taken over from them
     */
    static Outcome of(
            Load load,
            Store store,
            Settle settle,
            Disturb disturb,
            Server server,
            long lostLeases,
            long lateWrites)
            throws InterruptedException {
        Consumed consumed = load.consumer().finish(LONGEST_FETCHING);
        Evidence evidence =
                new Evidence(
                        disturb.started(),
                        load.sent(),
                        load.unanswered(),
                        load.receiver().receptions(),
                        store.messages(),
                        settle.cancelled(),
                        consumed,
                        disturb.done(),
                        new Figures(store.usage(), difference(server), lostLeases, lateWrites));
        List<String> unnoticed = new ArrayList<>(SelfTest.unnoticed(evidence));
        store.deleteOneFinished();
        if (Verdict.of(evidence.withStored(store.messages())).holds()) {
            unnoticed.add("a row deleted from the database");
        }
        return new Outcome(evidence, Verdict.of(evidence), settle.recovered(), unnoticed);
    }

    boolean holds() {
        return verdict.holds() && unnoticed.isEmpty();
    }

    private static long difference(Server server) throws InterruptedException {
        String page = server.page("/ledger");
        Matcher found = DIFFERENCE.matcher(page);
        if (!found.find()) {
            throw new BenchFailure("no difference in the ledger: " + page);
        }
        return Long.parseLong(found.group(1));
    }
}
