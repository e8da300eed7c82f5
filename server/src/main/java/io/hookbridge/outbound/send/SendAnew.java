package io.hookbridge.outbound.send;

import io.hookbridge.access.Caller;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.ApiError;
import io.hookbridge.message.MadeFromStore;
import io.hookbridge.tenant.project.RequestLimits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Sends a message that is made from another one, and remembers from which. */
public final class SendAnew {

    private static final Logger log = LoggerFactory.getLogger(SendAnew.class);

    private final AcceptMessages messages;
    private final SendRules rules;
    private final MadeFromStore origins;
    private final InstantSource clock;

    public SendAnew(
            AcceptMessages messages,
            RequestLimits limits,
            MadeFromStore origins,
            InstantSource clock) {
        this.messages = messages;
        this.rules = new SendRules(limits, clock);
        this.origins = origins;
        this.clock = clock;
    }

    /**
     * Returns when the message is stored; it is delivered like any other, and counts as one.
     *
     * @param payload must not be changed
     * @throws ApiError as the request to send it would; nothing is sent then
     */
    public MessageId send(Caller caller, EndpointId endpoint, byte[] payload, MessageId original) {
        SendRepeatedly.requirePayload(payload);
        var _ = rules.requireRoom(caller, 1);
        SendBody.Item.Asked request =
                new SendBody.Item.Asked(endpoint.toString(), payload, Map.of(), null, null);
        MessageId sent =
                switch (messages.acceptAll(caller.environment(), List.of(request)).getFirst()) {
                    case SendOutcome.Accepted(MessageId id) -> id;
                    case SendOutcome.Failed(RuntimeException cause) -> throw cause;
                    case SendOutcome refused -> throw rules.refusal(refused);
                };
        remember(caller.environment().id(), sent, original);
        return sent;
    }

    /** The message is stored and will be delivered: a failure now must not have it sent again. */
    private void remember(EnvironmentId environment, MessageId sent, MessageId original) {
        try {
            origins.insert(environment, sent, original, clock.instant());
        } catch (RuntimeException failure) {
            log.warn(
                    "message {} was made from {}, which could not be noted",
                    sent,
                    original,
                    failure);
        }
    }
}
