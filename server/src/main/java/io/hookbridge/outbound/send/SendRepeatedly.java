package io.hookbridge.outbound.send;

import io.hookbridge.access.Caller;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.JsonCutter;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.tenant.project.RequestLimits;

import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends one payload several times, for people who try out how an endpoint does. */
public final class SendRepeatedly {

    /** No more messages at once. */
    public static final int MOST = 1000;

    private final AcceptMessages messages;
    private final SendRules rules;

    public SendRepeatedly(AcceptMessages messages, RequestLimits limits, InstantSource clock) {
        this.messages = messages;
        this.rules = new SendRules(limits, clock);
    }

    /**
     * What became of it.
     *
     * @param sent how many messages are stored
     * @param refusal why the rest is not; empty if all are
     */
    public record Outcome(int sent, Optional<ApiError> refusal) {}

    /**
     * Sends a payload as so many messages, each for itself, no faster than the environment may;
     * ends with the first that is refused.
     *
     * @param payload must not be changed
     * @param times 1 to {@link #MOST}
     * @throws ApiError {@code INVALID_REQUEST} for what is no JSON object, {@code
     *     PAYLOAD_TOO_LARGE}; nothing is sent then
     */
    public Outcome send(Caller caller, EndpointId endpoint, byte[] payload, int times) {
        requirePayload(payload);
        SendBody.Item.Asked asked =
                new SendBody.Item.Asked(endpoint.toString(), payload, Map.of(), null, null);
        int sent = 0;
        while (sent < times) {
            int some = Math.min(SendBody.MAX_BATCH, times - sent);
            try {
                rules.awaitRoom(caller, some);
            } catch (ApiError noRoom) {
                return new Outcome(sent, Optional.of(noRoom));
            }
            List<SendOutcome> outcomes =
                    messages.acceptAll(caller.environment(), Collections.nCopies(some, asked));
            if (sent == 0) {
                SendRules.requireNoFailureOfAll(outcomes);
            }
            sent += (int) outcomes.stream().filter(SendOutcome.Accepted.class::isInstance).count();
            Optional<SendOutcome> refused =
                    outcomes.stream()
                            .filter(outcome -> !(outcome instanceof SendOutcome.Accepted))
                            .findFirst();
            if (refused.isPresent()) {
                return new Outcome(sent, refused.map(rules::refusal));
            }
        }
        return new Outcome(sent, Optional.empty());
    }

    /**
     * @throws ApiError {@code INVALID_REQUEST} for what is no JSON object, {@code
     *     PAYLOAD_TOO_LARGE}
     */
    static void requirePayload(byte[] payload) {
        if (payload.length > SendBody.MAX_PAYLOAD) {
            throw new ApiError(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "payload must have at most " + SendBody.MAX_PAYLOAD + " bytes");
        }
        try {
            JsonCutter json = new JsonCutter(payload);
            if (json.kind() != '{') {
                throw ApiError.invalidRequest("payload must be a JSON object");
            }
            json.skip();
            json.requireEnd();
        } catch (JsonCutter.MalformedException malformed) {
            throw ApiError.invalidRequest("payload is not valid JSON in UTF-8");
        }
    }
}
