package io.hookbridge.message.search;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.message.search.SearchEntryStore.Entry;
import io.hookbridge.message.search.SearchTaskStore.Accepted;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Writes down what accepted messages are found by. A task leaves in the transaction that writes the
 * entries, so no crash loses it or does it twice.
 *
 * <p>Safe on every node at once: whoever comes while another indexes does nothing.
 */
public final class IndexPayloads {

    /** Each names hundreds of messages at the most. */
    private static final int TASKS_AT_ONCE = 20;

    /** The most transactions of one step, so that it ends when more comes than can be indexed. */
    private static final int MOST_AT_ONCE = 50;

    /** Deleted rows that are left for a scan to pass over before they are cleared away. */
    private static final int CLEAR_AFTER = 10_000;

    private final Jdbi jdbi;
    private final int days;
    private int uncleared;

    /**
     * @param days for how many days after its creation a message is found, at least 1
     */
    public IndexPayloads(Jdbi jdbi, int days) {
        this.jdbi = jdbi;
        this.days = days;
    }

    /** Indexes what there is, in transactions of bounded size. */
    public void step() {
        for (int i = 0; i < MOST_AT_ONCE && index() > 0; i++) {
            // The rest is indexed by the next turn.
        }
        if (uncleared >= CLEAR_AFTER) {
            jdbi.useHandle(SearchTaskStore::clear);
            uncleared = 0;
        }
    }

    /** Does one batch; the number of its tasks, 0 also while another node indexes. */
    private int index() {
        int done =
                jdbi.inTransaction(handle -> SearchEntryStore.mayWrite(handle) ? index(handle) : 0);
        uncleared += done;
        return done;
    }

    private int index(Handle handle) {
        List<List<SearchTaskStore.Task>> tasks = SearchTaskStore.take(handle, TASKS_AT_ONCE);
        List<Entry> entries =
                SearchTaskStore.read(
                                handle, tasks.stream().flatMap(List::stream).toList(), this::entry)
                        .stream()
                        .filter(entry -> entry.terms().length > 0)
                        .toList();
        if (!entries.isEmpty()) {
            SearchEntryStore.insert(handle, entries);
        }
        return tasks.size();
    }

    private Entry entry(Accepted message) {
        EnvironmentId environment = new EnvironmentId(message.environment());
        long hour = SearchPayloads.hour(message.id());
        LocalDate last =
                LocalDate.ofInstant(Uuid7.madeAt(message.id()), ZoneOffset.UTC).plusDays(days);
        return new Entry(
                message.environment(),
                message.id(),
                last.isBefore(message.day()) ? last : message.day(),
                message.terms().stream()
                        .mapToLong(term -> term.hash(environment, hour))
                        .sorted()
                        .distinct()
                        .toArray());
    }
}
