package io.hookbridge.insight.log;

import io.hookbridge.access.Permission;
import io.hookbridge.base.IdRange;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.accept.IdempotencyKey;
import io.hookbridge.message.search.SearchTerm;

import java.util.List;
import java.util.UUID;

/** {@code GET /v1/messages} and its twin for what was received. */
public final class MessageListRoutes {

    private static final int USUAL_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final MessageApi api;
    private final FindMessages messages;

    /**
     * @param api of the messages
     */
    public MessageListRoutes(MessageApi api, FindMessages messages) {
        this.api = api;
        this.messages = messages;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", api.path("messages"), Permission.READ, this::list)
                        .query(
                                api.endpointName(),
                                "status",
                                "start_time",
                                "end_time",
                                "idempotency_key",
                                "id_prefix",
                                "response_status",
                                "search",
                                "limit",
                                "cursor"));
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(USUAL_LIMIT);
        MessageFilter filter =
                new MessageFilter(
                        LogFilter.of(call, api),
                        call.query("idempotency_key").map(this::key).orElse(null),
                        call.query("id_prefix").map(MessageListRoutes::prefix).orElse(null),
                        call.query("search").map(this::terms).orElse(List.of()),
                        call.queryInteger(
                                        "response_status",
                                        ResponseStatuses.LOWEST,
                                        ResponseStatuses.HIGHEST)
                                .map(ResponseStatuses::of)
                                .orElse(null),
                        false);
        UUID after = IdCursor.of(call).map(IdCursor::id).orElse(null);
        FindMessages.Page page = messages.page(filter, after, limit);
        return Answer.ok(
                        page.messages().stream()
                                .map(message ->
                                        message.view(
                                                call.caller().project(),
                                                page.sameBytesAs().get(message.id())))
                                .toList())
                .meta(page.next() == null ? IdCursor.end() : IdCursor.more(page.next()));
    }

    private String key(String text) {
        // What was received has a key that is made of whatever the sender says.
        if (api == MessageApi.OUTBOUND && !IdempotencyKey.fits(text)) {
            throw ApiError.invalidRequest(IdempotencyKey.RULE);
        }
        return text;
    }

    private List<SearchTerm> terms(String text) {
        if (messages.searchDays() == 0) {
            throw ApiError.invalidRequest(
                    "payloads are not searched on this server: its setting HOOKBRIDGE_SEARCH_DAYS is 0");
        }
        List<SearchTerm> terms = SearchTerm.all(text);
        if (terms.isEmpty() || terms.size() > SearchTerm.MOST) {
            throw ApiError.invalidRequest(
                    "search must have 1 to %d words, or members with their values such as order.id:1042"
                            .formatted(SearchTerm.MOST));
        }
        return terms;
    }

    private static IdRange prefix(String text) {
        return IdRange.startingWith(text)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                "id_prefix must be the beginning of a message's id: hexadecimal digits in"
                                        + " lower case, with the hyphens"));
    }
}
