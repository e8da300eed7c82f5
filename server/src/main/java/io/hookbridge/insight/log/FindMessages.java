package io.hookbridge.insight.log;

import io.hookbridge.base.Direction;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.PayloadStore;
import io.hookbridge.message.SameBytesStore;
import io.hookbridge.message.search.SearchPayloads;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
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
    private static final int USUAL_REACH = 20_000;

    /** As many messages that have the terms of a filter are looked at for one page. */
    private static final int MOST_WITH_TERMS = 500;

    private static final List<Direction> DELIVERED = List.of(Direction.OUTBOUND, Direction.INBOUND);

    private final Jdbi jdbi;
    private final SearchPayloads search;
    private final int reach;

    public FindMessages(Jdbi jdbi, SearchPayloads search) {
        this(jdbi, search, USUAL_REACH);
    }

    /**
     * @param reach how many messages are looked at for one page
     */
    FindMessages(Jdbi jdbi, SearchPayloads search, int reach) {
        this.jdbi = jdbi;
        this.search = search;
        this.reach = reach;
    }

    /** For how many days messages are found by terms; 0 if they are not. */
    public int searchDays() {
        return search.days();
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
                handle -> {
                    PayloadStore.keepPartitions(handle);
                    return page(handle, filter, filter.range().before(after), most);
                });
    }

    private Page page(Handle handle, MessageFilter filter, IdRange range, int most) {
        Optional<UUID> horizon =
                filter.responses() == null
                        ? Optional.empty()
                        : LogStore.horizon(handle, filter, range, reach);
        IdRange within = horizon.map(range::from).orElse(range);
        UUID[] among = null;
        if (!filter.terms().isEmpty()) {
            SearchPayloads.Found found =
                    search.newest(
                            handle,
                            filter.log().environment(),
                            filter.terms(),
                            within,
                            MOST_WITH_TERMS);
            among = found.ids().toArray(UUID[]::new);
            // Not before the one that is known: it was looked for within that.
            horizon = found.horizon().isPresent() ? found.horizon() : horizon;
            within = found.horizon().map(within::from).orElse(within);
        }
        // One more than asked for tells whether there is a next page.
        List<MessageId> found = ids(handle, filter, among, within, most + 1);
        List<MessageId> page = found.subList(0, Math.min(most, found.size()));
        return new Page(
                messages(handle, filter, page),
                filter.direction() == Direction.OUTBOUND
                        ? Map.of()
                        : SameBytesStore.of(handle, filter.log().environment(), page),
                found.size() > most ? page.getLast().value() : horizon.orElse(null));
    }

    private static List<MessageId> ids(
            Handle handle,
            MessageFilter filter,
            UUID @Nullable [] withTerms,
            IdRange range,
            int most) {
        UUID[] among = withKey(handle, filter, withTerms);
        List<UUID> recorded = LogStore.ids(handle, filter, among, range, most);
        IdRange rest = recorded.size() < most ? range : range.from(recorded.getLast());
        return Stream.concat(
                        recorded.stream().map(UUID::toString),
                        MessageLog.underWay(handle, filter, among, rest, most).stream()
                                .map(LogEntry::messageId))
                .sorted(Comparator.reverseOrder())
                .limit(most)
                .map(id -> new MessageId(UUID.fromString(id)))
                .toList();
    }

    /** What has the key of the filter, of {@code some} if that is not null. */
    private static UUID @Nullable [] withKey(
            Handle handle, MessageFilter filter, UUID @Nullable [] some) {
        String key = filter.key();
        if (key == null) {
            return some;
        }
        UUID[] keyed = LogStore.keyed(handle, filter.log(), key);
        return some == null
                ? keyed
                : Arrays.stream(keyed).filter(List.of(some)::contains).toArray(UUID[]::new);
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
        return ids.stream()
                .map(id -> Objects.requireNonNull(found.get(id)))
                // The search may know for a moment more what a deleted payload said.
                .filter(message -> filter.terms().isEmpty() || message.deletion() == null)
                .toList();
    }
}
