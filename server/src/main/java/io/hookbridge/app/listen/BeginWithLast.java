package io.hookbridge.app.listen;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.Reply;
import io.hookbridge.app.terminal.StartFailure;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Has an endpoint begin with the last events instead of all that wait. */
final class BeginWithLast {

    /** Pages of 50 events; a night of very many. */
    private static final int MOST_PAGES = 10_000;

    private final Api api;
    private final ListenEndpoint endpoint;

    BeginWithLast(Api api, ListenEndpoint endpoint) {
        this.api = api;
        this.endpoint = endpoint;
    }

    /**
     * Passes over what waits, and has the last events sent once more, in their order.
     *
     * @param count 0 to 100
     * @throws StartFailure with what the server objects to
     */
    void begin(int count) {
        passOver();
        List<String> last = count == 0 ? List.of() : last(count);
        if (!last.isEmpty()) {
            var _ =
                    api.post(
                            "/v1/inbound-messages/replay-batch",
                            Map.of("message_ids", last.reversed()),
                            200);
        }
    }

    /** What was given and is not asked for again is done. */
    private void passOver() {
        FetchEvents waiting = new FetchEvents(api, endpoint);
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            String next = next(waiting.ask(after, 0));
            if (next.isEmpty()) {
                break;
            }
            after = next;
        }
    }

    private String next(Reply reply) {
        return switch (reply) {
            case Reply.Answered page when page.status() == 200 ->
                    EventReader.page(page.bytes()).next();
            case Reply.Answered refused ->
                    throw new StartFailure(api.server() + " answered " + refused.refusal());
            case Reply.Unanswered(String why) -> throw new StartFailure(why);
        };
    }

    /** The newest first, without deleted ones. */
    private List<String> last(int count) {
        List<String> ids = new ArrayList<>();
        for (JsonNode message :
                api.get(
                                "/v1/inbound-messages?limit=%d&inbound_endpoint_id=%s"
                                        .formatted(count, endpoint.id()))
                        .at("/data")) {
            if (message.at("/deleted_at").isMissingNode()) {
                ids.add(message.at("/id").asString(""));
            }
        }
        return ids;
    }
}
