package io.hookbridge.insight.metric;

import io.hookbridge.base.Direction;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Moves counts from {@code message_count_change} into the sums. A row leaves there in the
 * transaction that adds it to the sums, so no crash loses it or counts it twice.
 *
 * <p>Safe on every node at once: whoever comes while another folds does nothing, because an
 * advisory lock, held to the end of the transaction, admits one at a time. Without it the result
 * would be as right, but the folders would wait for each other's rows.
 *
 * <p>Changes of an environment that was erased are dropped. They lie in rows together with those of
 * others, so whoever erases leaves them to this.
 */
public final class FoldCounts {

    /** Each holds what hundreds of messages changed at the most. */
    private static final int USUAL_BATCH = 200;

    /** The most batches of one step, so that it ends when more comes than can be folded. */
    private static final int MOST_BATCHES = 50;

    /** Deleted rows that are left for a scan to pass over before they are cleared away. */
    private static final int CLEAR_AFTER = 10_000;

    private final Jdbi jdbi;
    private final int batch;
    private int uncleared;

    public FoldCounts(Jdbi jdbi) {
        this(jdbi, USUAL_BATCH);
    }

    /**
     * @param batch the most rows of one transaction
     */
    FoldCounts(Jdbi jdbi, int batch) {
        this.jdbi = jdbi;
        this.batch = batch;
    }

    /** Folds what there is, in transactions of bounded size. */
    public void step() {
        for (int i = 0; i < MOST_BATCHES && fold() == batch; i++) {
            // The rest is folded by the next turn.
        }
        if (uncleared >= CLEAR_AFTER) {
            clear();
            uncleared = 0;
        }
    }

    /** Folds one batch; the number of rows that were folded, 0 also while another node folds. */
    int fold() {
        int folded =
                jdbi.inTransaction(
                        handle -> CountFoldStore.mayFold(handle) ? fold(handle, batch) : 0);
        uncleared += folded;
        return folded;
    }

    private static int fold(Handle handle, int most) {
        Map<Entry, Counts> entries = new HashMap<>();
        int taken =
                CountFoldStore.take(
                        handle,
                        most,
                        (environment, direction, endpoint, minute) ->
                                entries.computeIfAbsent(
                                        new Entry(
                                                direction,
                                                new CountBucket(environment, endpoint, minute)),
                                        _ -> new Counts()));
        Set<UUID> environments =
                entries.keySet().stream()
                        .map(entry -> entry.minute().environment())
                        .collect(Collectors.toSet());
        Set<UUID> existing = CountFoldStore.existing(handle, environments);
        entries.keySet().removeIf(entry -> !existing.contains(entry.minute().environment()));
        if (!entries.isEmpty()) {
            add(handle, entries);
        }
        return taken;
    }

    /**
     * What was counted of the messages to an endpoint.
     *
     * @param direction of the messages; those to one endpoint may go in two
     */
    private record Entry(Direction direction, CountBucket minute) {}

    private static void add(Handle handle, Map<Entry, Counts> entries) {
        Map<CountBucket, Counts> minutes = new HashMap<>();
        Map<CountBucket, Counts> hours = new HashMap<>();
        Map<CountBucket, Counts> days = new HashMap<>();
        SortedMap<UUID, Counts> environments = new TreeMap<>();
        entries.forEach((entry, counts) -> {
            CountBucket minute = entry.minute();
            CountBucket all = minute.ofAllEndpoints(entry.direction());
            sum(minutes, minute).add(counts);
            sum(minutes, all).add(counts);
            for (CountBucket each : List.of(minute, all)) {
                sum(hours, each.of(ChronoUnit.HOURS)).add(counts);
                sum(days, each.of(ChronoUnit.DAYS)).add(counts);
            }
            // What is to be fetched is none of the engine's, and not missed by it.
            if (entry.direction() != Direction.PULL) {
                sum(environments, minute.environment()).add(counts);
            }
        });
        CountFoldStore.add(handle, "message_count_minute", minutes);
        CountFoldStore.add(handle, "message_count_hour", hours);
        CountFoldStore.add(handle, "message_count_day", days);
        CountFoldStore.addToLedger(handle, environments);
    }

    private static <K> Counts sum(Map<K, Counts> sums, K of) {
        return sums.computeIfAbsent(of, _ -> new Counts());
    }

    /**
     * What is folded leaves dead rows behind, megabytes of them within a minute of heavy traffic,
     * and every reader of counts passes over them. The database's own vacuum comes by the minute at
     * best.
     */
    private void clear() {
        jdbi.useHandle(CountFoldStore::clear);
    }
}
