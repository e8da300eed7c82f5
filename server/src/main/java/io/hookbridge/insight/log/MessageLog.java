package io.hookbridge.insight.log;

import io.hookbridge.base.Direction;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.PayloadStore;
import io.hookbridge.message.SameBytesStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads pages of the log. */
public final class MessageLog {

    private final Jdbi jdbi;

    public MessageLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The newest messages that fit.
     *
     * @param before the id of the last message of the page before; null for the first page
     * @param most at least 1
     */
    public List<LogEntry> page(LogFilter filter, @Nullable UUID before, int most) {
        // One snapshot, so that a message on the move is seen once, before or after it.
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> {
                    PayloadStore.keepPartitions(handle);
                    return page(handle, filter, before, most);
                });
    }

    /** The same in the transaction of the caller, which is one snapshot. */
    public static List<LogEntry> page(
            Handle handle, LogFilter filter, @Nullable UUID before, int most) {
        MessageFilter all = MessageFilter.of(filter);
        return flagged(handle, filter, page(handle, all, all.range().before(before), most));
    }

    /** The same, each with the message that it was signed just as. */
    private static List<LogEntry> flagged(Handle handle, LogFilter filter, List<LogEntry> page) {
        if (filter.direction() == Direction.OUTBOUND) {
            return page;
        }
        Map<MessageId, MessageId> sameBytesAs =
                SameBytesStore.of(
                        handle, filter.environment(), page.stream().map(MessageLog::id).toList());
        return sameBytesAs.isEmpty()
                ? page
                : page.stream().map(entry -> flagged(entry, sameBytesAs.get(id(entry)))).toList();
    }

    private static LogEntry flagged(LogEntry entry, @Nullable MessageId sameBytesAs) {
        return sameBytesAs == null ? entry : entry.with(sameBytesAs.toString());
    }

    private static MessageId id(LogEntry entry) {
        return new MessageId(UUID.fromString(entry.messageId()));
    }

    private static List<LogEntry> page(
            Handle handle, MessageFilter filter, IdRange range, int most) {
        List<LogEntry> recorded = LogStore.entries(handle, filter, range, most);
        IdRange rest =
                recorded.size() < most
                        ? range
                        : range.from(UUID.fromString(recorded.getLast().messageId()));
        return Stream.concat(recorded.stream(), underWay(handle, filter, null, rest, most).stream())
                // As text, ids have the order that the database gives them.
                .sorted(Comparator.comparing(LogEntry::messageId).reversed())
                .limit(most)
                .toList();
    }

    /**
     * The newest messages of {@code range} that are under way and fit.
     *
     * @param among what has the key and the terms of the filter; null if it has neither
     * @param range hardly longer than what the page shows: all that was accepted in it is looked at
     */
    static List<LogEntry> underWay(
            Handle handle, MessageFilter filter, UUID @Nullable [] among, IdRange range, int most) {
        if (!UnderWayStore.mayFit(filter)) {
            return List.of();
        }
        return UnderWayStore.watermark(handle)
                .map(range::from)
                .filter(above -> !above.isEmpty())
                .map(above -> UnderWayStore.newest(handle, filter, among, above, most))
                .orElse(List.of());
    }
}
