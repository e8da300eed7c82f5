package io.hookbridge.message.action;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.PayloadStore;

import org.jdbi.v3.core.Handle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is looked up for messages that are to be tried again. */
final class ReplayStore {

    private ReplayStore() {}

    static Map<MessageId, ReplayRule.Remains> remains(
            Handle handle, EnvironmentId environment, List<Message> messages) {
        Map<MessageId, ReplayRule.Remains> remains = new HashMap<>();
        if (messages.isEmpty()) {
            return remains;
        }
        handle.createQuery(
                        """
                        WITH kept AS MATERIALIZED (
                            SELECT id
                              FROM message
                             WHERE environment_id = :environment
                               AND id = ANY(:ids)
                               AND expires_on IN (%s)
                        )
                        SELECT m.id, e.deleted_at IS NULL AS endpoint, m.id IN (SELECT id FROM kept) AS payload
                          FROM unnest(:ids::uuid[], :endpoints::uuid[]) AS m (id, endpoint_id)
                          JOIN endpoint e ON e.environment_id = :environment AND e.id = m.endpoint_id
                        """
                                .formatted(
                                        PayloadStore.literals(
                                                messages.stream()
                                                        .map(Message::payloadDay)
                                                        .toList())))
                .bind("environment", environment.value())
                .bind("ids", MessageStore.uuids(messages.stream().map(Message::id).toList()))
                .bind(
                        "endpoints",
                        messages.stream().map(m -> m.target().value()).toArray(UUID[]::new))
                .map((row, _) ->
                        remains.put(
                                new MessageId(row.getObject("id", UUID.class)),
                                new ReplayRule.Remains(
                                        row.getBoolean("payload"), row.getBoolean("endpoint"))))
                .list();
        return remains;
    }

    static boolean isPaused(Handle handle, TargetId target) {
        return handle.createQuery("SELECT paused_reason IS NOT NULL FROM endpoint WHERE id = :id")
                .bind("id", target.value())
                .mapTo(Boolean.class)
                .one();
    }
}
