package io.hookbridge.outbound.message;

import io.hookbridge.base.MessageId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Caller;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Permission;
import io.hookbridge.http.Route;

import org.jdbi.v3.core.Jdbi;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code GET /v1/messages/…}: a message, its attempts, and what the receiver answered to them. */
public final class MessageRoutes {

    /** The most attempts in one answer; there is no next page. */
    private static final int MOST_ATTEMPTS = 200;

    private static final String MESSAGE = "/v1/messages/{id}";

    private final Messages messages;
    private final AttemptStore attempts;
    private final Predicate<TenantId> showsBodies;
    private final String publicUrl;

    /**
     * @param showsBodies whether the tenant's plan lets it see what receivers answered
     * @param publicUrl where callers reach this server, without a slash at the end
     */
    public MessageRoutes(Jdbi jdbi, Predicate<TenantId> showsBodies, String publicUrl) {
        this.messages = new Messages(jdbi);
        this.attempts = new AttemptStore(jdbi);
        this.showsBodies = showsBodies;
        this.publicUrl = publicUrl;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", MESSAGE, Permission.READ, this::get),
                Route.api("GET", MESSAGE + "/attempts", Permission.READ, this::attempts),
                Route.api(
                        "GET",
                        MESSAGE + "/attempts/{attempt_no}/response-body",
                        Permission.READ,
                        this::responseBody));
    }

    private Answer get(Call call) {
        return Answer.ok(
                messages.find(call.caller().project(), id(call))
                        .orElseThrow(MessageRoutes::notFound)
                        .view());
    }

    /** No 404 here: the attempts of a message that is not there are none. */
    private Answer attempts(Call call) {
        Caller caller = call.caller();
        boolean bodies = showsBodies.test(caller.tenant());
        List<Attempt> found =
                MessageId.parse(call.path("id"))
                        .map(id ->
                                attempts.list(
                                        caller.project(),
                                        id,
                                        MOST_ATTEMPTS + 1,
                                        attemptNo -> bodies ? bodyUrl(id, attemptNo) : null))
                        .orElse(List.of());
        return Answer.ok(found.stream().limit(MOST_ATTEMPTS).toList())
                .meta(Map.of("has_more", found.size() > MOST_ATTEMPTS));
    }

    private String bodyUrl(MessageId id, int attemptNo) {
        return publicUrl + "/v1/messages/" + id + "/attempts/" + attemptNo + "/response-body";
    }

    /** Whatever a stranger's server sent, no browser takes it for a page of this one. */
    private Answer responseBody(Call call) {
        Caller caller = call.caller();
        if (!showsBodies.test(caller.tenant())) {
            throw new ApiError(
                    ErrorCode.FORBIDDEN,
                    "the tenant's plan does not show what receivers answered; change the plan to"
                            + " see it");
        }
        byte[] body =
                attempts.responseBody(caller.project(), id(call), attemptNo(call))
                        .orElseThrow(() ->
                                ApiError.notFound("of this attempt no response body was kept"));
        return new Answer.Raw(
                200,
                "application/octet-stream",
                body,
                Map.of(
                        "Cache-Control",
                        "no-store",
                        "Content-Disposition",
                        "attachment; filename=\"response-body\""));
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
