package io.hookbridge.message.action;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.hookbridge.access.Permission;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.MessageList;
import io.hookbridge.message.MessageRoutes;
import io.hookbridge.message.Requester;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Replay, immediate retry and cancelling of single messages, and replay of a list of them. */
public final class ReplayRoutes {

    private final MessageApi api;
    private final Replays replays;
    private final PendingRetries retries;

    /**
     * @param api of the messages
     */
    public ReplayRoutes(MessageApi api, Replays replays, PendingRetries retries) {
        this.api = api;
        this.replays = replays;
        this.retries = retries;
    }

    public List<Route> routes() {
        String messages = api.path("messages");
        return List.of(
                Route.api("POST", messages + "/{id}/replay", Permission.SEND, this::replay).exact(),
                Route.api("POST", messages + "/{id}/retry-now", Permission.SEND, this::retryNow)
                        .exact(),
                Route.api("POST", messages + "/{id}/cancel", Permission.SEND, this::cancel).exact(),
                Route.api("POST", messages + "/replay-batch", Permission.SEND, this::replayBatch)
                        .members(MessageList.MEMBER)
                        .exact());
    }

    private Answer replay(Call call) {
        MessageId id = MessageRoutes.id(call);
        ReplayOutcome outcome = replays.replay(Requester.of(call, api), id);
        return api == MessageApi.INBOUND && outcome instanceof ReplayOutcome.Queued
                ? Answer.ok(received(id, outcome))
                        .beside(Map.of("message", "Inbound message queued for replay"))
                : queued(id, outcome);
    }

    /** One generation of SDKs reads the message, the other a list of one. */
    private static Map<String, Object> received(MessageId id, ReplayOutcome outcome) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("message_id", id.toString());
        data.put("status", "queued");
        data.putAll(results(List.of(line(id.toString(), outcome))));
        return data;
    }

    /** The answer to the replay of one message. */
    public static Answer queued(MessageId id, ReplayOutcome outcome) {
        return switch (outcome) {
            case ReplayOutcome.Queued _ ->
                    Answer.ok(Members.of("message_id", id.toString(), "status", "queued"))
                            .beside(Map.of("message", "Message queued for replay"));
            case ReplayOutcome.NotFound _ -> throw MessageRoutes.notFound();
            case ReplayOutcome.UnderWay underWay -> throw underWay.error();
            case ReplayOutcome.Refused refused -> throw refused.error();
        };
    }

    private Answer retryNow(Call call) {
        PendingRetries.Due due =
                retries.retryNow(Requester.of(call, api), MessageRoutes.id(call))
                        .orElseThrow(MessageRoutes::notFound);
        return Answer.ok(due.message().view(call.caller().project()))
                .beside(
                        Map.of(
                                "message",
                                due.paused()
                                        ? "Retry scheduled for when the endpoint is resumed"
                                        : "Retry scheduled for immediate pickup"));
    }

    private Answer cancel(Call call) {
        Message message =
                retries.cancel(Requester.of(call, api), MessageRoutes.id(call))
                        .orElseThrow(MessageRoutes::notFound);
        return Answer.ok(message.view(call.caller().project()))
                .beside(Map.of("message", "Retry cancelled"));
    }

    /**
     * One line of the answer to a list.
     *
     * @param error why not; null for a message that is queued
     * @param code the same for programs
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(String messageId, String status, @Nullable String error, @Nullable String code) {}

    private Answer replayBatch(Call call) {
        MessageList wanted = MessageList.of(call);
        Map<MessageId, ReplayOutcome> outcomes =
                replays.replay(Requester.of(call, api), wanted.readable());
        List<Line> lines = wanted.lines(outcomes, new ReplayOutcome.NotFound(), ReplayRoutes::line);
        return Answer.ok(results(lines))
                .beside(Map.of("message", count(lines, "replayed") + " messages replayed"));
    }

    private static Map<String, Object> results(List<Line> lines) {
        return Members.of(
                "replayed", count(lines, "replayed"),
                "failed", count(lines, "failed"),
                "stuck", count(lines, "stuck"),
                "results", lines);
    }

    private static long count(List<Line> lines, String status) {
        return lines.stream().filter(line -> line.status().equals(status)).count();
    }

    private static Line line(String id, ReplayOutcome outcome) {
        return switch (outcome) {
            case ReplayOutcome.Queued _ -> new Line(id, "replayed", null, null);
            case ReplayOutcome.NotFound _ ->
                    new Line(id, "failed", "Message not found", "NOT_FOUND");
            case ReplayOutcome.UnderWay(var code, var sentence) ->
                    new Line(id, "stuck", sentence, code.name());
            case ReplayOutcome.Refused(var code, var sentence) ->
                    new Line(id, "failed", sentence, code.name());
        };
    }
}
