package io.hookbridge.outbound.send;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.delivery.MessageTraces;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;
import io.hookbridge.http.WrittenJson;
import io.hookbridge.tenant.project.RequestLimits;
import io.hookbridge.trace.TraceContext;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code POST /v1/webhooks/send} and {@code /v1/webhooks/send-batch}. */
public final class SendRoutes {

    /** Room for the other members beside the largest payload. */
    private static final int ONE_BODY = SendBody.MAX_PAYLOAD + Route.SMALL_BODY;

    /** The longest body of a batch: 8 MiB. */
    private static final int BATCH_BODY = 8 * 1024 * 1024;

    private final AcceptMessages messages;
    private final SendRules rules;
    private final MessageTraces traces;

    public SendRoutes(
            AcceptMessages messages,
            RequestLimits limits,
            InstantSource clock,
            MessageTraces traces) {
        this.messages = messages;
        this.rules = new SendRules(limits, clock);
        this.traces = traces;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("POST", "/v1/webhooks/send", Permission.SEND, Route.later(this::one))
                        .members(SendBody.MEMBERS)
                        .countingCallers()
                        .taking(ONE_BODY),
                Route.api("POST", "/v1/webhooks/send-batch", Permission.SEND, this::batch)
                        .members("messages")
                        .countingCallers()
                        .taking(BATCH_BODY));
    }

    private CompletionStage<Answer> one(Call call) {
        Caller caller = call.caller();
        RequestLimits.Verdict.Within counted = rules.requireRoom(caller, 1);
        SendBody.Item.Asked request = traced(SendBody.one(call.bytes()), call);
        try {
            return messages.accept(caller.environment(), request)
                    .thenApply(outcome ->
                            switch (outcome) {
                                case SendOutcome.Accepted accepted ->
                                        Answer.accepted(queued(accepted));
                                case SendOutcome refused -> throw rules.refusal(refused);
                            });
        } catch (WouldBlockException again) {
            // It is counted when it begins for good.
            counted.giveBack();
            throw again;
        }
    }

    /** The same message in the trace that its request names. */
    private SendBody.Item.Asked traced(SendBody.Item.Asked request, Call call) {
        return traces.isOn()
                ? request.with(traces.carrying(request.headers(), call.header(TraceContext.HEADER)))
                : request;
    }

    private Answer batch(Call call) {
        Caller caller = call.caller();
        List<SendBody.Item> items = SendBody.many(call.bytes());
        var _ = rules.requireRoom(caller, items.size());
        List<SendBody.Item.Asked> requests =
                items.stream()
                        .filter(SendBody.Item.Asked.class::isInstance)
                        .map(SendBody.Item.Asked.class::cast)
                        .map(asked -> traced(asked, call))
                        .toList();
        List<SendOutcome> known = messages.acceptAll(caller.environment(), requests);
        SendRules.requireNoFailureOfAll(known);
        if (requests.stream().allMatch(request -> request.idempotencyKey() != null)) {
            SendRules.requireNoTrouble(known);
        }
        var outcomes = known.iterator();
        List<Object> results = new ArrayList<>();
        int accepted = 0;
        for (SendBody.Item item : items) {
            Object result =
                    switch (item) {
                        case SendBody.Item.Wrong(ApiError error) -> refused(error);
                        case SendBody.Item.Asked _ -> result(outcomes.next());
                    };
            accepted += result instanceof WrittenJson ? 1 : 0;
            results.add(result);
        }
        return Answer.accepted(
                Members.of(
                        "results", results,
                        "accepted", accepted,
                        "refused", results.size() - accepted));
    }

    private Object result(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Accepted accepted -> queued(accepted);
            case SendOutcome refused -> refused(rules.refusal(refused));
        };
    }

    private static WrittenJson queued(SendOutcome.Accepted accepted) {
        return new WrittenJson("{\"message_id\":\"" + accepted.id() + "\",\"status\":\"queued\"}");
    }

    private static Map<String, Object> refused(ApiError error) {
        return Members.of(
                "status",
                "refused",
                "error",
                Members.of("code", error.code().name(), "message", error.message()));
    }
}
