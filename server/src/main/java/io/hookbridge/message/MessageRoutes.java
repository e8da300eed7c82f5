package io.hookbridge.message;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * {@code GET /v1/messages/…} and its twin for what was received: a message, its payload, its
 * attempts, and what the receiver answered to them.
 */
public final class MessageRoutes {

    /** The most attempts in one answer, and as many as there are in one that says nothing else. */
    private static final int MOST_ATTEMPTS = 200;

    private final MessageApi api;
    private final ReadMessages messages;
    private final Predicate<Caller> showsBodies;
    private final String publicUrl;

    /**
     * @param api of the messages
     * @param showsBodies whether the plan lets a caller see what receivers answered
     * @param publicUrl where callers reach this server, without a slash at the end
     */
    public MessageRoutes(
            MessageApi api,
            ReadMessages messages,
            Predicate<Caller> showsBodies,
            String publicUrl) {
        this.api = api;
        this.messages = messages;
        this.showsBodies = showsBodies;
        this.publicUrl = publicUrl;
    }

    public List<Route> routes() {
        String message = api.path("messages/{id}");
        return List.of(
                Route.api("GET", message, Permission.READ, this::get),
                Route.api("GET", message + "/payload", Permission.READ, this::payload),
                Route.api("GET", message + "/attempts", Permission.READ, this::attempts)
                        .query("limit", "cursor"),
                Route.api(
                        "GET",
                        message + "/attempts/{attempt_no}/response-body",
                        Permission.READ,
                        this::responseBody));
    }

    private Answer get(Call call) {
        Message message = message(call);
        return Answer.ok(
                message.view(call.caller().project(), messages.sameBytesAs(message).orElse(null)));
    }

    private Message message(Call call) {
        return messages.find(call.caller().environment().id(), api.direction(), id(call))
                .orElseThrow(MessageRoutes::notFound);
    }

    private Answer payload(Call call) {
        Message message = message(call);
        byte[] payload = messages.payload(message);
        return api == MessageApi.OUTBOUND
                ? new Answer.Raw(
                        200, message.contentType(), payload, Map.of("Cache-Control", "no-store"))
                : Answer.download("payload", payload);
    }

    /** No 404 here: the attempts of a message that is not there are none. */
    private Answer attempts(Call call) {
        Caller caller = call.caller();
        int limit = call.queryInteger("limit", 1, MOST_ATTEMPTS).orElse(MOST_ATTEMPTS);
        int after = IdCursor.of(call).map(MessageRoutes::attemptNo).orElse(0);
        Optional<Message> message =
                MessageId.parse(call.path("id"))
                        .flatMap(id ->
                                messages.find(caller.environment().id(), api.direction(), id));
        if (message.isEmpty()) {
            return Answer.ok(List.of()).meta(IdCursor.end());
        }
        boolean bodies = messages.isKept(message.get()) && showsBodies.test(caller);
        MessageId id = message.get().id();
        IdCursor.Page<AttemptView> page =
                IdCursor.page(
                        messages.attempts(
                                message.get(),
                                after,
                                limit + 1,
                                attemptNo -> bodies ? bodyUrl(id, attemptNo) : null),
                        limit,
                        attempt -> cursorId(attempt.attemptNo()));
        return Answer.ok(page.rows()).meta(page.meta());
    }

    /** Attempts are numbered, so the cursor among them holds a number in the place of an id. */
    private static UUID cursorId(int attemptNo) {
        return new UUID(0, attemptNo);
    }

    private static int attemptNo(IdCursor cursor) {
        long number = cursor.id().getLeastSignificantBits();
        if (cursor.id().getMostSignificantBits() != 0 || number != (int) number || number < 0) {
            throw ApiError.invalidRequest("cursor must be the next_cursor of an earlier answer");
        }
        return (int) number;
    }

    private String bodyUrl(MessageId id, int attemptNo) {
        return publicUrl + api.path("messages/") + id + "/attempts/" + attemptNo + "/response-body";
    }

    private Answer responseBody(Call call) {
        Caller caller = call.caller();
        if (!showsBodies.test(caller)) {
            throw new ApiError(
                    ErrorCode.FORBIDDEN,
                    "the tenant's plan does not show what receivers answered; change the plan to"
                            + " see it");
        }
        byte[] body =
                messages.responseBody(message(call), attemptNo(call))
                        .orElseThrow(() ->
                                ApiError.notFound(
                                        "of this attempt no response body is kept; it goes with the payload"));
        return Answer.download("response-body", body);
    }

    private static int attemptNo(Call call) {
        return WholeNumber.parse(call.path("attempt_no"), 1, Integer.MAX_VALUE)
                .orElseThrow(() -> ApiError.notFound("there is no such attempt"));
    }

    /**
     * The message that the path names.
     *
     * @throws ApiError {@code NOT_FOUND} if that is no id
     */
    public static MessageId id(Call call) {
        return MessageId.parse(call.path("id")).orElseThrow(MessageRoutes::notFound);
    }

    /** The refusal for a message that is not there, or is somebody else's. */
    public static ApiError notFound() {
        return ApiError.notFound("Message not found");
    }
}
