package io.hookbridge.inbound.log;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TargetId;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.cold.ColdPayloads;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
import java.util.Optional;

/** Finds requests that became messages, of endpoints that forward or wait for listeners. */
public final class ReceivedRequests {

    private final MessageStore messages;
    private final ReceivedRequestStore store;
    private final ColdPayloads cold;
    private final InstantSource clock;

    public ReceivedRequests(Jdbi jdbi, SecretBox secrets, ColdPayloads cold, InstantSource clock) {
        this.messages = new MessageStore(jdbi);
        this.store = new ReceivedRequestStore(jdbi, secrets);
        this.cold = cold;
        this.clock = clock;
    }

    /** The request that became this message; empty if the endpoint has received no such. */
    public Optional<ReceivedRequest> find(
            EnvironmentId environment, InboundEndpointId endpoint, MessageId id) {
        return messages.find(environment, Direction.INBOUND, id)
                .filter(message -> message.target().equals(TargetId.of(endpoint)))
                .map(message -> new ReceivedRequest(message, content(message)));
    }

    private Optional<ReceivedRequest.Content> content(Message message) {
        return message.deletion() == null && message.payloadExpiresAt().isAfter(clock.instant())
                ? store.content(message)
                        .map(stored ->
                                new ReceivedRequest.Content(
                                        cold.read(stored.payload()), stored.head()))
                : Optional.empty();
    }
}
