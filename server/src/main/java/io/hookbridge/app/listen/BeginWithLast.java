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

    private static final String REPLAY = "/v1/inbound-messages/replay-batch";

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
     * @return a line for each of them that the server does not send again
     * @throws StartFailure with what the server objects to: before anything was passed over, or
     *     with the ids of the last events
     */
    List<String> begin(int count) {
        if (count > 0) {
            requireMayReplay();
        }
        passOver();
        // Only now: what came while waiting events were passed over was passed over, too.
        List<String> last = count == 0 ? List.of() : last(count).reversed();
        return last.isEmpty() ? List.of() : replay(last);
    }

    /** What is passed over does not come back, so whether it can be replayed is asked before. */
    private void requireMayReplay() {
        switch (api.tryPost(REPLAY, Map.of("message_ids", List.of()))) {
            // It has read the list, which is empty.
            case Reply.Answered answer when answer.status() == 400 -> {}
            case Reply.Answered refused ->
                    throw new StartFailure(
                            "--last: %s answered %s".formatted(api.server(), refused.refusal()));
            case Reply.Unanswered(String why) -> throw new StartFailure(why);
        }
    }

    private List<String> replay(List<String> ids) {
        return switch (api.tryPost(REPLAY, Map.of("message_ids", ids))) {
            case Reply.Answered answer when answer.status() == 200 ->
                    answer.json()
                            .at("/data/results")
                            .valueStream()
                            .filter(each -> each.at("/status").asString("").equals("failed"))
                            .map(BeginWithLast::notSent)
                            .toList();
            case Reply.Answered refused -> throw passedOver(ids, refused.refusal());
            case Reply.Unanswered(String why) -> throw passedOver(ids, why);
        };
    }

    private static String notSent(JsonNode result) {
        return "%s is not sent again: %s"
                .formatted(result.at("/message_id").asString(""), result.at("/error").asString(""));
    }

    private static StartFailure passedOver(List<String> ids, String why) {
        return new StartFailure(
                "what waited was passed over, and the last events could not be replayed (%s): POST %s with the message_ids %s"
                        .formatted(why, REPLAY, String.join(", ", ids)));
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
