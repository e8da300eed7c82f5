package io.hookbridge.app;

import io.hookbridge.base.Json;
import io.hookbridge.db.replica.Reads;
import io.hookbridge.db.replica.Replica;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.SessionCookie;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets routes that only look read from the replica, and says in the answer of when it is.
 *
 * <p>Whoever has just sent a form sees what came of it: a cookie leads the browser to the primary
 * until the replica has it, on whichever server, because one that lags more is not read from.
 */
final class ReadFromReplica {

    /** Tells of a page what {@code meta.as_of} tells of the API. */
    static final String AS_OF = "X-HookBridge-As-Of";

    private static final String YES = "1";

    private final Reads reads;
    private final SessionCookie wrote;
    private final Duration until;

    /**
     * @param publicUrl where browsers reach this server
     */
    ReadFromReplica(Core core, URI publicUrl) {
        reads = core.reads;
        wrote = SessionCookie.of("hookbridge_wrote", "/", publicUrl);
        until =
                core.configuration
                        .storage()
                        .replica()
                        .map(replica -> replica.mostLag().plus(Replica.SLACK).plusSeconds(1))
                        .orElse(Duration.ZERO);
    }

    /** The same operations of the API; those that change something are left as they are. */
    List<Route> api(List<Route> routes) {
        return routes.stream()
                .map(route -> isLook(route) ? route.handledBy(this::reading) : route)
                .toList();
    }

    /** The same pages and forms. */
    List<Route> pages(List<Route> routes) {
        return routes.stream()
                .map(route ->
                        route.handledBy(
                                handler -> isLook(route) ? reading(handler) : writing(handler)))
                .toList();
    }

    private boolean isLook(Route route) {
        return reads.hasReplica() && route.method().equals("GET");
    }

    private Route.Handler reading(Route.Handler handler) {
        if (handler.answersLater() || handler.mayUpgrade()) {
            return handler;
        }
        return call -> {
            if (wrote.text(call).isPresent()) {
                return handler.handle(call);
            }
            Reads.Read<Answer> read = reads.read(() -> handler.handle(call));
            return read.asOf().map(asOf -> withAsOf(read.value(), asOf)).orElseGet(read::value);
        };
    }

    private static Answer withAsOf(Answer answer, Instant asOf) {
        String moment = Json.timestamp(asOf);
        return switch (answer) {
            case Answer.Data data -> {
                Map<String, Object> meta = new LinkedHashMap<>(data.meta());
                meta.put("as_of", moment);
                yield data.meta(meta);
            }
            case Answer.Raw raw -> raw.header(AS_OF, moment);
            case Answer.Document _, Answer.Streamed _, Answer.Upgrade _ -> answer;
        };
    }

    private Route.Handler writing(Route.Handler handler) {
        return reads.hasReplica() && !handler.answersLater() && !handler.mayUpgrade()
                ? call -> afterWriting(handler, call)
                : handler;
    }

    private Answer afterWriting(Route.Handler handler, Call call) {
        Answer answer = handler.handle(call);
        return answer instanceof Answer.Raw raw ? raw.cookie(wrote.keep(YES, until)) : answer;
    }
}
