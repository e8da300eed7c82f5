package io.hookbridge.http;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.Uuid7;
import io.hookbridge.base.ip.IpAddress;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Takes every request from its route to its answer; the order of the steps is in the package's
 * description.
 */
final class Dispatcher extends Handler.Abstract {

    /** More request headers than this are refused; browsers and SDKs send fewer than 30. */
    static final int MAX_HEADERS = 100;

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final HttpServer.Front front;
    private final RouteTable routes;
    private final Authenticator authenticator;
    private final Function<RuntimeException, Optional<ApiError>> knownFailures;
    private final Uuid7 ids;

    /**
     * @param knownFailures turns the failures of what the server depends on into refusals; anything
     *     else it does not know is a fault of ours
     */
    Dispatcher(
            HttpServer.Front front,
            RouteTable routes,
            Authenticator authenticator,
            Function<RuntimeException, Optional<ApiError>> knownFailures,
            Uuid7 ids) {
        this.front = front;
        this.routes = routes;
        this.authenticator = authenticator;
        this.knownFailures = knownFailures;
        this.ids = ids;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        front.begin(response);
        String requestId = requestId(request);
        Answer answer;
        try {
            answer = answer(request, requestId);
        } catch (ApiError error) {
            answer = refused(request, error, requestId);
        } catch (RuntimeException failure) {
            answer = refused(request, refusal(failure, requestId), requestId);
        }
        Envelope.write(answer, requestId, response, UnreadBody.dropped(request, callback));
        return true;
    }

    /** The identifier of this request, the same wherever it is asked for. */
    private String requestId(Request request) {
        UUID id = ids.next();
        String requestId = "req_" + id.toString().replace("-", "");
        request.setAttribute(RequestLog.REQUEST_ID, requestId);
        return requestId;
    }

    private Answer answer(Request request, String requestId) {
        if (request.getHeaders().size() > MAX_HEADERS) {
            throw new ApiError(
                    ErrorCode.HEADERS_TOO_LARGE,
                    "the request has more than " + MAX_HEADERS + " headers");
        }
        IpAddress address = front.proxies().caller(peer(request), request.getHeaders());
        request.setAttribute(RequestLog.ADDRESS, address);
        // As it was sent, neither decoded nor resolved: a path has one spelling.
        String path = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
        return switch (routes.match(request.getMethod(), path)) {
            case RouteTable.Match.Found found -> answer(request, address, requestId, found);
            case RouteTable.Match.NoSuchPath _ ->
                    throw ApiError.notFound(noSuchPath(path, Request.getPathInContext(request)));
            case RouteTable.Match.WrongMethod wrong ->
                    Envelope.error(
                                    new ApiError(
                                            ErrorCode.METHOD_NOT_ALLOWED,
                                            "this path accepts " + wrong.allow()),
                                    requestId)
                            .header(HttpHeader.ALLOW.asString(), wrong.allow());
        };
    }

    private static IpAddress peer(Request request) {
        InetSocketAddress peer =
                (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
        return new IpAddress(peer.getAddress());
    }

    private static String noSuchPath(String path, String resolved) {
        if (path.contains("//")) {
            return "there is no such path: it has a double slash, write each slash once";
        }
        return path.equals(resolved)
                ? "there is no such path, see /docs for the operations of this server"
                : "there is no such path: write it as /docs does, without percent-encoding, dot"
                        + " segments and parameters behind a semicolon";
    }

    private Answer answer(
            Request request, IpAddress address, String requestId, RouteTable.Match.Found found) {
        Route route = found.route();
        request.setAttribute(RequestLog.ROUTE, route);
        Call call = new Call(request, address, route, found.pathParameters(), requestId);
        if (route.needs() != null) {
            Caller caller = authenticator.authenticate(call);
            request.setAttribute(RequestLog.CALLER, caller);
            requirePermission(caller, route.needs());
            call.authenticated(caller);
        }
        call.checkWords();
        return route.handler().handle(call);
    }

    /** In the form of the route, once it is known. */
    private static Answer refused(Request request, ApiError error, String requestId) {
        return request.getAttribute(RequestLog.ROUTE) instanceof Route route
                ? route.refusals().answer(error, requestId)
                : Envelope.error(error, requestId);
    }

    private static void requirePermission(Caller caller, Permission needed) {
        if (!caller.permissions().contains(needed)) {
            throw new ApiError(
                            ErrorCode.FORBIDDEN,
                            "the caller lacks the permission \"" + needed.word() + "\"")
                    .with(Map.of("required_permission", needed.word()));
        }
    }

    private ApiError refusal(RuntimeException failure, String requestId) {
        Optional<ApiError> known = knownFailures.apply(failure);
        if (known.isPresent()) {
            // The request's own line has its status, and who knows the failure tells the reason
            // once.
            log.debug("request {} refused: {}", requestId, known.get().code());
            return known.get();
        }
        log.error("request {} failed", requestId, failure);
        return new ApiError(
                ErrorCode.INTERNAL_ERROR,
                "the server failed to answer; report the request id if it happens again");
    }
}
