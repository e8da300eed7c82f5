package io.hookbridge.outbound.send;

import io.hookbridge.access.Environment;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.Json;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Members;
import io.hookbridge.tenant.project.RequestLimits;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Sends an event of our own making, so that people see whether an endpoint works. */
public final class SendTestEvent {

    private final AcceptMessages messages;
    private final SendRules rules;
    private final InstantSource clock;

    public SendTestEvent(AcceptMessages messages, RequestLimits limits, InstantSource clock) {
        this.messages = messages;
        this.rules = new SendRules(limits, clock);
        this.clock = clock;
    }

    /** The same where the event need not be told apart from others. */
    public MessageId send(Environment environment, EndpointId endpoint) {
        return send(environment, endpoint, null);
    }

    /**
     * Returns when the event is stored; it is delivered like any message, and counts as one.
     *
     * @param idempotencyKey of the message; null for none
     * @throws ApiError as the request to send it would
     */
    public MessageId send(
            Environment environment, EndpointId endpoint, @Nullable String idempotencyKey) {
        Instant now = clock.instant();
        byte[] payload =
                Json.MAPPER.writeValueAsBytes(
                        Members.of(
                                "event", "test",
                                "message", "A test event, sent from the console.",
                                "sent_at", now));
        SendBody.Item.Asked request =
                new SendBody.Item.Asked(
                        endpoint.toString(), payload, Map.of(), idempotencyKey, null);
        return switch (messages.acceptAll(environment, List.of(request)).getFirst()) {
            case SendOutcome.Accepted(MessageId id) -> id;
            case SendOutcome.Failed(RuntimeException cause) -> throw cause;
            case SendOutcome refused -> throw rules.refusal(refused);
        };
    }
}
