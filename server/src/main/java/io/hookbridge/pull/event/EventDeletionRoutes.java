package io.hookbridge.pull.event;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;
import io.hookbridge.message.MessageList;
import io.hookbridge.message.Requester;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The deletion of single events, of a list of them, and of all that fit. */
public final class EventDeletionRoutes {

    private static final int MOST = 1000;

    private final EventDeletions deletions;

    public EventDeletionRoutes(EventDeletions deletions) {
        this.deletions = deletions;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("DELETE", PullEventRoutes.EVENT, Permission.MANAGE, this::delete).exact(),
                Route.api(
                                "POST",
                                PullEventRoutes.EVENTS + "/delete-batch",
                                Permission.MANAGE,
                                this::deleteBatch)
                        .members(MessageList.MEMBER)
                        .exact(),
                Route.api(
                                "POST",
                                PullEventRoutes.EVENTS + "/delete-all",
                                Permission.MANAGE,
                                this::deleteAll)
                        .queryLists("status")
                        .query("event_type", "received_after", "received_before")
                        .query("limit", "dry_run")
                        .exact());
    }

    private static Requester by(Call call) {
        Caller caller = call.caller();
        return new Requester(
                caller.tenant(),
                caller.environment().id(),
                Direction.PULL,
                caller.actor(),
                call.requestId());
    }

    private Answer delete(Call call) {
        MessageId id = PullEventRoutes.event(call);
        EventDeletions.Outcome outcome =
                deletions
                        .delete(by(call), PullEventRoutes.endpoint(call), List.of(id))
                        .firstEntry()
                        .getValue();
        return switch (outcome) {
            case EventDeletions.Outcome.Deleted(var at) -> deleted(id, at, false);
            case EventDeletions.Outcome.AlreadyDeleted(var at) -> deleted(id, at, true);
            case EventDeletions.Outcome.NotFound _ -> throw PullEvents.noEvent();
        };
    }

    private static Answer deleted(MessageId id, Instant at, boolean before) {
        return Answer.ok(
                Members.of("event_id", id.toString(), "deleted_at", at, "already_deleted", before));
    }

    /** One line of the answer to a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(String eventId, String outcome, @Nullable Instant deletedAt) {}

    private Answer deleteBatch(Call call) {
        // The name is that of messages, as the reference has it.
        MessageList wanted = MessageList.of(call);
        Map<MessageId, EventDeletions.Outcome> outcomes =
                deletions.delete(by(call), PullEventRoutes.endpoint(call), wanted.readable());
        List<Line> lines =
                wanted.lines(
                        outcomes, new EventDeletions.Outcome.NotFound(), EventDeletionRoutes::line);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("results", lines);
        for (String outcome : List.of("deleted", "already_deleted", "not_found")) {
            data.put(
                    outcome + "_count",
                    lines.stream().filter(line -> line.outcome().equals(outcome)).count());
        }
        return Answer.ok(data);
    }

    private static Line line(String id, EventDeletions.Outcome outcome) {
        return switch (outcome) {
            case EventDeletions.Outcome.Deleted(var at) -> new Line(id, "deleted", at);
            case EventDeletions.Outcome.AlreadyDeleted(var at) ->
                    new Line(id, "already_deleted", at);
            case EventDeletions.Outcome.NotFound _ -> new Line(id, "not_found", null);
        };
    }

    private Answer deleteAll(Call call) {
        EventFilter filter =
                new EventFilter(
                        PullEventRoutes.environment(call),
                        PullEventRoutes.endpoint(call),
                        // One that speaks of states and names none may come from a script whose
                        // variable is empty.
                        call.queryList("status")
                                .map(EventState::listed)
                                .orElse(EnumSet.allOf(EventState.class)),
                        call.query("event_type").orElse(null),
                        call.queryTime("received_after").orElse(null),
                        call.queryTime("received_before").orElse(null),
                        null,
                        null);
        int most = call.queryInteger("limit", 1, MOST).orElse(MOST);
        if (PullEventRoutes.flag(call, "dry_run")) {
            int count = deletions.count(filter, most);
            return Answer.ok(
                            Members.of(
                                    "deleted",
                                    0,
                                    "deleted_event_ids",
                                    List.of(),
                                    "matching",
                                    count))
                    .beside(Map.of("message", count + " events would be deleted"));
        }
        List<String> deleted =
                deletions.deleteAll(by(call), filter, most).stream()
                        .map(MessageId::toString)
                        .toList();
        return Answer.ok(Members.of("deleted", deleted.size(), "deleted_event_ids", deleted));
    }
}
