package io.hookbridge.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.time.Duration;
import java.util.UUID;

/**
 * Answers what Jetty refuses by itself, such as a malformed request line, in the same envelope as
 * everything else.
 */
final class EnvelopeErrors implements Request.Handler {

    private final HttpServer.Front front;

    EnvelopeErrors(HttpServer.Front front) {
        this.front = front;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        front.begin(response);
        String requestId =
                request.getAttribute(RequestLog.REQUEST_ID) instanceof String known
                        ? known
                        : "req_" + UUID.randomUUID().toString().replace("-", "");
        request.setAttribute(RequestLog.REQUEST_ID, requestId);
        Envelope.write(
                Envelope.error(refusal(response.getStatus()), requestId),
                requestId,
                response,
                callback);
        return true;
    }

    private static ApiError refusal(int status) {
        return switch (status) {
            case 414 -> new ApiError(ErrorCode.URI_TOO_LONG, "the request URI is too long");
            case KnownHosts.REFUSED ->
                    new ApiError(
                            ErrorCode.FORBIDDEN,
                            "this port answers to addresses, localhost and the names in HOOKBRIDGE_ADMIN_ALLOWED_HOSTS"
                                    + " only, and the Host header has another one");
            case 431 ->
                    new ApiError(
                            ErrorCode.HEADERS_TOO_LARGE,
                            "the request headers are larger than "
                                    + HttpServer.MAX_HEADER_BYTES
                                    + " bytes");
            case 503 ->
                    new ApiError(ErrorCode.SERVICE_UNAVAILABLE, "the server is stopping")
                            .retryAfter(Duration.ofSeconds(5));
            // Jetty's words for a protocol version or a transfer coding that does not exist.
            case 501, 505 -> ApiError.invalidRequest("the request is not valid HTTP");
            default ->
                    status >= 500
                            ? new ApiError(ErrorCode.INTERNAL_ERROR, "the server failed to answer")
                            : ApiError.invalidRequest("the request is not valid HTTP");
        };
    }
}
