package io.hookbridge.message.search;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.message.search.SearchEntryStore.Entry;
import io.hookbridge.message.search.SearchTaskStore.Accepted;
import io.hookbridge.message.search.SearchTaskStore.Task;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Writes down what accepted messages are found by. A task leaves in the transaction that writes the
 * entries, so no crash loses it or does it twice. Of messages that were deleted while they were
 * indexed it removes what was written.
 *
 * <p>Safe on every node at once: whoever comes while another indexes does nothing.
 */
public final class IndexPayloads {

    /** The most messages of one transaction: some tenths of a second. */
    private static final int MOST_MESSAGES = 1_000;

    /** Each names hundreds of messages at the most, and to count them it is read. */
    private static final int MOST_TASKS = 100;

    /** The most transactions of one step, so that it ends when more comes than can be indexed. */
    private static final int MOST_TRANSACTIONS = 500;

    /** Deleted rows that are left for a scan to pass over before they are cleared away. */
    private static final int CLEAR_AFTER = 10_000;

    private final Jdbi jdbi;
    private final int days;
    private int atOnce;
    private int uncleared;

    /**
     * @param days for how many days after its creation a message is found, at least 1
     */
    public IndexPayloads(Jdbi jdbi, int days) {
        this(jdbi, days, MOST_MESSAGES);
    }

    /**
     * @param atOnce how many messages the first transaction is about
     */
    IndexPayloads(Jdbi jdbi, int days, int atOnce) {
        this.jdbi = jdbi;
        this.days = days;
        this.atOnce = atOnce;
    }

    /** Indexes what there is, in transactions of bounded size; the next turn does the rest. */
    public void step() {
        for (int i = 0; i < MOST_TRANSACTIONS && index() > 0; i++) {
            if (uncleared >= CLEAR_AFTER) {
                jdbi.useHandle(SearchTaskStore::clear);
                uncleared = 0;
            }
        }
    }

    /**
     * Does one batch; the number of its tasks, 0 also while another node indexes. The next one is
     * half as large if it fails, which it may have done by its size.
     */
    private int index() {
        int done;
        try {
            done =
                    jdbi.inTransaction(
                            handle -> SearchEntryStore.mayWrite(handle) ? index(handle) : 0);
        } catch (RuntimeException failure) {
            atOnce = Math.max(1, atOnce / 2);
            throw failure;
        }
        if (done > 0) {
            atOnce = Math.min(MOST_MESSAGES, atOnce + atOnce / 8 + 1);
        }
        uncleared += done;
        return done;
    }

    /** Does one batch in a transaction that may write entries; the number of its tasks. */
    int index(Handle handle) {
        List<List<Task>> taken = SearchTaskStore.take(handle, MOST_TASKS, atOnce);
        List<Task> tasks = taken.stream().flatMap(List::stream).toList();
        if (tasks.size() > atOnce) {
            putBack(handle, tasks.subList(atOnce, tasks.size()));
            tasks = tasks.subList(0, atOnce);
        }
        List<Entry> entries =
                SearchTaskStore.read(
                                handle,
                                tasks.stream().filter(task -> !task.isDeleted()).toList(),
                                this::entry)
                        .stream()
                        .filter(entry -> entry.terms().length > 0)
                        .toList();
        if (!entries.isEmpty()) {
            SearchEntryStore.insert(handle, entries);
        }
        SearchEntryStore.removeDeleted(handle, tasks);
        return taken.size();
    }

    private static void putBack(Handle handle, List<Task> tasks) {
        SearchTasks rest = new SearchTasks();
        tasks.forEach(task ->
                rest.add(
                        new EnvironmentId(task.environment()),
                        new MessageId(task.id()),
                        task.day()));
        rest.write(handle);
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
