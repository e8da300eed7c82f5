package io.hookbridge.http;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.WouldBlockException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Takes every request from its route to its answer; the order of the steps is in the package's
 * description. Knows nothing of connections. Safe for use by many threads.
 */
final class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** What is another path once it is decoded and resolved. */
    private static final Pattern SPELLED_OTHERWISE =
            Pattern.compile(".*(?:[%;]|/\\.{1,2}(?:/|$)).*");

    private final HttpServer.Front front;
    private final RouteTable routes;
    private final Authenticator authenticator;
    private final Function<RuntimeException, Optional<ApiError>> knownFailures;
    private Route.Refusals lost = Route.Refusals.ENVELOPE;

    /**
     * @param knownFailures turns the failures of what the server depends on into refusals; anything
     *     else it does not know is a fault of ours
     */
    Dispatcher(
            HttpServer.Front front,
            RouteTable routes,
            Authenticator authenticator,
            Function<RuntimeException, Optional<ApiError>> knownFailures) {
        this.front = front;
        this.routes = routes;
        this.authenticator = authenticator;
        this.knownFailures = knownFailures;
    }

    /** Writes refusals for people who ask for what there is not. To be called before the start. */
    void lost(Route.Refusals pages) {
        lost = pages;
    }

    /**
     * Finds out who calls what. Does not block.
     *
     * @throws ApiError if a proxy names nobody, or there is no such path
     */
    Call open(RequestFacts request) {
        RequestHead head = request.head();
        request.address(front.proxies().caller(request.address(), head.headers()));
        // As it was sent, neither decoded nor resolved: a path has one spelling.
        return switch (routes.match(head.method(), head.path())) {
            case RouteTable.Match.Found found -> {
                request.route(found.route());
                yield new Call(request, found.route(), found.pathParameters());
            }
            case RouteTable.Match.NoSuchPath _ -> throw ApiError.notFound(noSuchPath(head.path()));
            case RouteTable.Match.WrongMethod wrong ->
                    throw new ApiError(
                                    ErrorCode.METHOD_NOT_ALLOWED,
                                    "this path accepts " + wrong.allow())
                            .allowing(wrong.allow());
        };
    }

    private static String noSuchPath(String path) {
        if (path.contains("//")) {
            return "there is no such path: it has a double slash, write each slash once";
        }
        return SPELLED_OTHERWISE.matcher(path).matches()
                ? "there is no such path: write it as /docs does, without percent-encoding, dot"
                        + " segments and parameters behind a semicolon"
                : "there is no such path, see /docs for the operations of this server";
    }

    /**
     * Lets the caller in, by what the head says. May block.
     *
     * @throws ApiError if the caller is refused, or the query is
     * @throws WouldBlockException on a thread that must not wait, if it would have to; nothing was
     *     done
     */
    void admit(Call call) {
        Permission needed = call.route().needs();
        if (needed != null) {
            Caller caller = authenticator.authenticate(call);
            call.facts().caller(caller);
            requirePermission(caller, needed);
        }
        call.checkQuery();
    }

    private static void requirePermission(Caller caller, Permission needed) {
        if (!caller.permissions().contains(needed)) {
            throw new ApiError(
                            ErrorCode.FORBIDDEN,
                            "the caller lacks the permission \"" + needed.word() + "\"")
                    .with(Map.of("required_permission", needed.word()));
        }
    }

    /**
     * Lets the handler of an admitted call begin. May block, but not until an answer comes that
     * comes later; the stage never fails.
     *
     * @throws WouldBlockException on a thread that must not wait, if it would have to; nothing was
     *     done
     */
    CompletionStage<Answer> answer(Call call) {
        try {
            call.checkBody();
            return call.route()
                    .handler()
                    .begin(call)
                    .exceptionally(failure -> refusal(call.facts(), failure));
        } catch (WouldBlockException onThread) {
            throw onThread;
        } catch (Throwable failure) {
            return CompletableFuture.completedStage(refusal(call.facts(), failure));
        }
    }

    /** The answer to a request that was refused or failed, in the form of its route. */
    Answer refusal(RequestFacts request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        ApiError error = cause instanceof ApiError known ? known : error(request, cause);
        Route route = request.route();
        Route.Refusals refusals =
                route != null
                        ? route.refusals()
                        : isOfPerson(request.head()) ? lost : Route.Refusals.ENVELOPE;
        return refusals.answer(error, request.requestId(), request.head().headers());
    }

    /** Whether it looks like somebody with a browser, and not like a program that calls the API. */
    static boolean isOfPerson(RequestHead head) {
        String accepted = head.headers().first("Accept");
        return head.method().equals("GET")
                && !head.path().startsWith("/v1/")
                && accepted != null
                && accepted.contains("text/html");
    }

    private ApiError error(RequestFacts request, Throwable failure) {
        Optional<ApiError> known =
                failure instanceof RuntimeException unchecked
                        ? knownFailures.apply(unchecked)
                        : Optional.empty();
        if (known.isPresent()) {
            // The request's own line has its status, and who knows the failure tells the reason
            // once.
            log.debug("request {} refused: {}", request.requestId(), known.get().code());
            return known.get();
        }
        log.error("request {} failed", request.requestId(), failure);
        return faultOfOurs();
    }

    /** What a caller is told of a failure that nobody reckoned with. */
    static ApiError faultOfOurs() {
        return new ApiError(
                ErrorCode.INTERNAL_ERROR,
                "the server failed to answer; report the request id if it happens again");
    }
}
