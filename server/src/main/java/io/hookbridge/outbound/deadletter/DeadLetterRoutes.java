package io.hookbridge.outbound.deadletter;

import io.hookbridge.base.MessageId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Permission;
import io.hookbridge.http.Route;
import io.hookbridge.outbound.message.MessageRoutes;
import io.hookbridge.outbound.message.Requester;
import io.hookbridge.outbound.replay.ReplayRoutes;
import io.hookbridge.outbound.replay.Replays;

import org.jdbi.v3.core.Jdbi;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
                Route.api("GET", "/v1/dlq/messages", Permission.READ, this::list).orSession(),
                Route.api("POST", "/v1/dlq/replay/{id}", Permission.SEND, this::replay)
                        .orSession());
    }

    /** The place in the list stands beside the messages here, unlike in other lists. */
    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, LARGEST_LIMIT).orElse(USUAL_LIMIT);
        MessageId before = call.query("cursor").map(DeadLetterRoutes::message).orElse(null);
        List<DeadLetter> found = store.list(call.caller().project(), before, limit + 1);
        List<DeadLetter> page = found.stream().limit(limit).toList();
        boolean more = found.size() > limit;
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("messages", page);
        data.put("has_more", more);
        data.put("next_cursor", more ? cursor(page.getLast().messageId()) : null);
        return Answer.ok(data);
    }

    /** Callers shall take it for opaque text. */
    private static String cursor(String messageId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(messageId.getBytes(StandardCharsets.US_ASCII));
    }

    private static MessageId message(String cursor) {
        try {
            String text =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            Optional<MessageId> id = MessageId.parse(text);
            if (id.isPresent()) {
                return id.get();
            }
        } catch (IllegalArgumentException notBase64) {
            // Told below.
        }
        throw ApiError.invalidRequest("cursor must be the next_cursor of an earlier answer");
    }

    private Answer replay(Call call) {
        MessageId id = MessageRoutes.id(call);
        return ReplayRoutes.queued(id, replays.replayDeadLetter(Requester.of(call), id));
    }
}
