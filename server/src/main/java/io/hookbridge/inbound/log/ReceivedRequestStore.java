package io.hookbridge.inbound.log;

import io.hookbridge.base.SecretBox;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageHead;

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
    Optional<ReceivedRequest.Content> content(Message message) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT body, head_sealed
                                  FROM message
                                 WHERE environment_id = :environment
                                   AND id = :id
                                   AND expires_on = :day
                                """)
                        .bind("environment", message.environment().value())
                        .bind("id", message.id().value())
                        .bind("day", message.payloadDay())
                        .map((row, _) -> content(message, row))
                        .findOne());
    }

    private ReceivedRequest.Content content(Message message, ResultSet row) throws SQLException {
        return new ReceivedRequest.Content(
                row.getBytes("body"),
                heads.openHead(message.id().value(), message.direction(), row)
                        .filter(MessageHead.Received.class::isInstance)
                        .map(MessageHead.Received.class::cast));
    }
}
