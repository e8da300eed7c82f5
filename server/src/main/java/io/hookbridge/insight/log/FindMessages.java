package io.hookbridge.insight.log;

import io.hookbridge.base.Direction;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.SameBytesStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds messages of an environment, the newest first. */
public final class FindMessages {

    /**
     * How many messages are looked at for one page where no index leads to those that fit: some
     * tens of milliseconds.
     */
    private static final int USUAL_REACH = 50_000;

    private static final List<Direction> DELIVERED = List.of(Direction.OUTBOUND, Direction.INBOUND);

    private final Jdbi jdbi;
    private final int reach;

    public FindMessages(Jdbi jdbi) {
        this(jdbi, USUAL_REACH);
    }

    /**
     * @param reach how many messages are looked at for one page
     */
    FindMessages(Jdbi jdbi, int reach) {
        this.jdbi = jdbi;
        this.reach = reach;
    }

    /**
     * Some messages that fit.
     *
     * @param messages perhaps fewer than were asked for, even none, although others follow
     * @param sameBytesAs by those of them that were signed just as another one, the first of these
     * @param next the id after which the next page follows; null if there is none
     */
    public record Page(
            List<Message> messages, Map<MessageId, MessageId> sameBytesAs, @Nullable UUID next) {}

    /**
     * The newest messages that fit.
     *
     * @param after where the page before ended; null for the first page
     * @param most at least 1
     */
    public Page page(MessageFilter filter, @Nullable UUID after, int most) {
        // One snapshot, so that what is shown of a message is what made it fit.
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> page(handle, filter, filter.range().before(after), most));
    }

    private Page page(Handle handle, MessageFilter filter, IdRange range, int most) {
        Optional<UUID> horizon =
                filter.responses() == null
                        ? Optional.empty()
                        : LogStore.horizon(handle, filter, range, reach);
        // One more than asked for tells whether there is a next page.
        List<MessageId> found =
                ids(handle, filter, horizon.map(range::from).orElse(range), most + 1);
        List<MessageId> page = found.subList(0, Math.min(most, found.size()));
        return new Page(
                messages(handle, filter, page),
                filter.direction() == Direction.OUTBOUND
                        ? Map.of()
                        : SameBytesStore.of(handle, filter.log().environment(), page),
                found.size() > most ? page.getLast().value() : horizon.orElse(null));
    }

    private static List<MessageId> ids(
            Handle handle, MessageFilter filter, IdRange range, int most) {
        String key = filter.key();
        UUID[] keyed = key == null ? null : LogStore.keyed(handle, filter.log(), key);
        List<UUID> recorded = LogStore.ids(handle, filter, keyed, range, most);
        IdRange rest = recorded.size() < most ? range : range.from(recorded.getLast());
        return Stream.concat(
                        recorded.stream().map(UUID::toString),
                        MessageLog.underWay(handle, filter, keyed, rest, most).stream()
                                .map(LogEntry::messageId))
                .sorted(Comparator.reverseOrder())
                .limit(most)
                .map(id -> new MessageId(UUID.fromString(id)))
                .toList();
    }

    private static List<Message> messages(
            Handle handle, MessageFilter filter, List<MessageId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<MessageId, Message> found = new HashMap<>();
        for (Direction direction : DELIVERED) {
            List<MessageId> rest = ids.stream().filter(id -> !found.containsKey(id)).toList();
            if (!rest.isEmpty() && (filter.bothWays() || direction == filter.direction())) {
                found.putAll(
                        MessageStore.find(handle, filter.log().environment(), direction, rest));
            }
        }
        return ids.stream().map(id -> Objects.requireNonNull(found.get(id))).toList();
    }
}
