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

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
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
    private final MessageStore messages;
    private final AttemptStore attempts;
    private final Predicate<Caller> showsBodies;
    private final String publicUrl;
    private final InstantSource clock;

    /**
     * @param api of the messages
     * @param showsBodies whether the plan lets a caller see what receivers answered
     * @param requestHeaders tells what attempts were made with
     * @param publicUrl where callers reach this server, without a slash at the end
     */
    public MessageRoutes(
            MessageApi api,
            Jdbi jdbi,
            Predicate<Caller> showsBodies,
            KeptHeaders.Reader requestHeaders,
            String publicUrl,
            InstantSource clock) {
        this.api = api;
        this.messages = new MessageStore(jdbi);
        this.attempts = new AttemptStore(jdbi, requestHeaders);
        this.showsBodies = showsBodies;
        this.publicUrl = publicUrl;
        this.clock = clock;
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
        if (message.deletion() == null && !isKept(message)) {
            throw new ApiError(
                    ErrorCode.RETENTION_EXPIRED, "the time for which the payload is kept is over");
        }
        byte[] payload =
                Optional.of(message)
                        .filter(this::isKept)
                        .flatMap(messages::payload)
                        .orElseThrow(() ->
                                new ApiError(
                                        ErrorCode.PAYLOAD_UNAVAILABLE,
                                        message.deletion() == null
                                                ? "the payload was removed after the delivery"
                                                : "the message was deleted"));
        return api == MessageApi.OUTBOUND
                ? new Answer.Raw(
                        200, message.contentType(), payload, Map.of("Cache-Control", "no-store"))
                : download("payload", payload);
    }

    /** Whatever a stranger's server sent, no browser takes it for a page of this one. */
    private static Answer download(String name, byte[] bytes) {
        return new Answer.Raw(
                200,
                "application/octet-stream",
                bytes,
                Map.of(
                        "Cache-Control",
                        "no-store",
                        "Content-Disposition",
                        "attachment; filename=\"" + name + "\""));
    }

    /** Whether the time of the payload, and of what was answered to it, is not over. */
    private boolean isKept(Message message) {
        return message.deletion() == null && message.payloadExpiresAt().isAfter(clock.instant());
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
        boolean bodies = isKept(message.get()) && showsBodies.test(caller);
        MessageId id = message.get().id();
        IdCursor.Page<AttemptView> page =
                IdCursor.page(
                        attempts.list(
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
                Optional.of(message(call))
                        .filter(this::isKept)
                        .flatMap(message -> attempts.responseBody(message, attemptNo(call)))
                        .orElseThrow(() ->
                                ApiError.notFound(
                                        "of this attempt no response body is kept; it goes with the payload"));
        return download("response-body", body);
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
