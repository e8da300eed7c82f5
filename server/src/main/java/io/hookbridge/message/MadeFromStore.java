package io.hookbridge.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Which messages somebody made from another one, with another payload or to another endpoint. */
public final class MadeFromStore {

    private final Jdbi jdbi;

    public MadeFromStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void insert(
            EnvironmentId environment, MessageId message, MessageId original, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO made_from (environment_id, message_id, original_id, made_at)
                                VALUES (:environment, :message, :original, :now)
                                """)
                        .bind("environment", environment.value())
                        .bind("message", message.value())
                        .bind("original", original.value())
                        .bind("now", now)
                        .execute());
    }

    /** What a message was made from; empty for most. */
    public Optional<MessageId> original(EnvironmentId environment, MessageId message) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT original_id
                                  FROM made_from
                                 WHERE environment_id = :environment
                                   AND message_id = :message
                                """)
                        .bind("environment", environment.value())
                        .bind("message", message.value())
                        .mapTo(UUID.class)
                        .map(MessageId::new)
                        .findOne());
    }
}
