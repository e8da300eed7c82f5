package io.hookbridge.insight.metric;

import org.jdbi.v3.core.Jdbi;

/**
 * Moves counts from {@code message_count_change} into the sums. A row leaves there in the statement
 * that adds it to the sums, so no crash loses it or counts it twice.
 *
 * <p>Safe on every node at once: whoever comes while another folds does nothing, because an
 * advisory lock, held to the end of the transaction, admits one at a time. Without it the result
 * would be as right, but the folders would wait for each other's rows.
 */
public final class FoldCounts {

    private static final int USUAL_BATCH = 20_000;

    /** The most batches of one step, so that it ends when more comes than can be folded. */
    private static final int MOST_BATCHES = 10;

    /** Deleted rows that are left for a scan to pass over before they are cleared away. */
    private static final int CLEAR_AFTER = 100_000;

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
                jdbi.inTransaction(handle ->
                        CountFoldStore.mayFold(handle) ? CountFoldStore.fold(handle, batch) : 0);
        uncleared += folded;
        return folded;
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
