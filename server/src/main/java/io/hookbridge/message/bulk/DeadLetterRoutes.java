package io.hookbridge.message.bulk;

import io.hookbridge.access.Permission;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.MessageRoutes;
import io.hookbridge.message.Requester;
import io.hookbridge.message.action.ReplayRoutes;
import io.hookbridge.message.action.Replays;

import org.jdbi.v3.core.Jdbi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /v1/dlq}: the list of dead letters, and their replay. */
public final class DeadLetterRoutes {

    private static final int USUAL_LIMIT = 100;
    private static final int LARGEST_LIMIT = 1000;

    private final DeadLetterStore store;
    private final Replays replays;

    public DeadLetterRoutes(Jdbi jdbi, Replays replays) {
        this.store = new DeadLetterStore(jdbi);
        this.replays = replays;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/dlq/messages", Permission.READ, this::list)
                        .query("limit", "cursor"),
                Route.api("POST", "/v1/dlq/replay/{id}", Permission.SEND, this::replay).exact());
    }

    /** The place in the list stands beside the messages here, unlike in other lists. */
    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, LARGEST_LIMIT).orElse(USUAL_LIMIT);
        UUID before = IdCursor.of(call).map(IdCursor::id).orElse(null);
        IdCursor.Page<DeadLetter> page =
                IdCursor.page(
                        store.list(call.caller().environment().id(), before, limit + 1),
                        limit,
                        DeadLetter::id);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("messages", page.rows());
        data.putAll(page.meta());
        return Answer.ok(data);
    }

    private Answer replay(Call call) {
        MessageId id = MessageRoutes.id(call);
        return ReplayRoutes.queued(
                id, replays.replayDeadLetter(Requester.of(call, MessageApi.OUTBOUND), id));
    }
}
