package io.hookbridge.message.action;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.MessageCounts;
import io.hookbridge.message.Messages;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Takes messages out of the queue that were deleted during an attempt which has ended without
 * delivering them or giving them up. Run every few seconds, on any number of nodes.
 */
public final class SettleDeleted {

    private static final int AT_ONCE = 100;

    private final Jdbi jdbi;
    private final InstantSource clock;

    public SettleDeleted(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Takes out all that there are. */
    public void step() {
        while (jdbi.inTransaction(this::settleSome) == AT_ONCE) {
            // There may be more.
        }
    }

    private record Free(EnvironmentId environment, MessageId id) {}

    private int settleSome(Handle handle) {
        Map<EnvironmentId, List<MessageId>> free =
                handle.createQuery(
                                """
                                SELECT environment_id, id
                                  FROM pending_message
                                 WHERE deleted_at IS NOT NULL
                                   AND node IS NULL
                                 LIMIT :most
                                   FOR UPDATE SKIP LOCKED
                                """)
                        .bind("most", AT_ONCE)
                        .map((row, _) ->
                                new Free(
                                        new EnvironmentId(
                                                row.getObject("environment_id", UUID.class)),
                                        new MessageId(row.getObject("id", UUID.class))))
                        .collect(groupingBy(Free::environment, mapping(Free::id, toList())));
        free.forEach((environment, ids) -> {
            MessageCounts.add(
                    handle,
                    Messages.find(handle, environment, ids).values().stream()
                            .map(Deletions::deleted)
                            .toList());
            DeletionStore.settle(handle, environment, ids, clock.instant());
        });
        return free.values().stream().mapToInt(List::size).sum();
    }
}
