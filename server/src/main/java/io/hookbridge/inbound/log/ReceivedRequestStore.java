package io.hookbridge.inbound.log;

import io.hookbridge.base.SecretBox;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.cold.StoredPayload;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads what lies with the payloads of messages that were received. */
final class ReceivedRequestStore {

    private final Jdbi jdbi;
    private final SealedHeaders heads;

    ReceivedRequestStore(Jdbi jdbi, SecretBox secrets) {
        this.jdbi = jdbi;
        this.heads = new SealedHeaders(secrets);
    }

    /** What came; empty if it is there no more. */
    Optional<Stored> content(Message message) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s, head_sealed
                                  FROM message
                                 WHERE environment_id = :environment
                                   AND id = :id
                                   AND expires_on = :day
                                """
                                        .formatted(StoredPayload.COLUMNS))
                        .bind("environment", message.environment().value())
                        .bind("id", message.id().value())
                        .bind("day", message.payloadDay())
                        .map((row, _) -> content(message, row))
                        .findOne());
    }

    /**
     * What lies with a message.
     *
     * @param head what came with it
     */
    record Stored(StoredPayload payload, Optional<MessageHead.Received> head) {}

    private Stored content(Message message, ResultSet row) throws SQLException {
        return new Stored(
                StoredPayload.of(row),
                heads.openHead(message.id().value(), message.direction(), row)
                        .filter(MessageHead.Received.class::isInstance)
                        .map(MessageHead.Received.class::cast));
    }
}
