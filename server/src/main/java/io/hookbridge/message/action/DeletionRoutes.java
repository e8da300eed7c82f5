package io.hookbridge.message.action;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.hookbridge.access.Permission;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.MessageList;
import io.hookbridge.message.MessageRoutes;
import io.hookbridge.message.Requester;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The deletion of single messages, and of a list of them. */
public final class DeletionRoutes {

    private final MessageApi api;
    private final Deletions deletions;

    /**
     * @param api of the messages
     */
    public DeletionRoutes(MessageApi api, Deletions deletions) {
        this.api = api;
        this.deletions = deletions;
    }

    public List<Route> routes() {
        String messages = api.path("messages");
        return List.of(
                Route.api("DELETE", messages + "/{id}", Permission.MANAGE, this::delete).exact(),
                Route.api("POST", messages + "/delete-batch", Permission.MANAGE, this::deleteBatch)
                        .members(MessageList.MEMBER)
                        .exact());
    }

    private Answer delete(Call call) {
        MessageId id = MessageRoutes.id(call);
        DeletionOutcome outcome =
                deletions.delete(Requester.of(call, api), List.of(id)).firstEntry().getValue();
        return switch (outcome) {
            case DeletionOutcome.Deleted(var at) -> deleted(id, at, false);
            case DeletionOutcome.AlreadyDeleted(var at) -> deleted(id, at, true);
            case DeletionOutcome.NotFound _ -> throw MessageRoutes.notFound();
        };
    }

    private static Answer deleted(MessageId id, Instant at, boolean before) {
        return Answer.ok(
                Members.of(
                        "message_id", id.toString(), "deleted_at", at, "already_deleted", before));
    }

    /** One line of the answer to a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(String messageId, String outcome, @Nullable Instant deletedAt) {}

    private Answer deleteBatch(Call call) {
        MessageList wanted = MessageList.of(call);
        Map<MessageId, DeletionOutcome> outcomes =
                deletions.delete(Requester.of(call, api), wanted.readable());
        List<Line> lines =
                wanted.lines(outcomes, new DeletionOutcome.NotFound(), DeletionRoutes::line);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("results", lines);
        for (String outcome : List.of("deleted", "already_deleted", "not_found")) {
            data.put(
                    outcome + "_count",
                    lines.stream().filter(line -> line.outcome().equals(outcome)).count());
        }
        return Answer.ok(data);
    }

    private static Line line(String id, DeletionOutcome outcome) {
        return switch (outcome) {
            case DeletionOutcome.Deleted(var at) -> new Line(id, "deleted", at);
            case DeletionOutcome.AlreadyDeleted(var at) -> new Line(id, "already_deleted", at);
            case DeletionOutcome.NotFound _ -> new Line(id, "not_found", null);
        };
    }
}
