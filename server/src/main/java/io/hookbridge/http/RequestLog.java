package io.hookbridge.http;

import io.hookbridge.access.Caller;
import io.hookbridge.trace.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One line of facts and one timing for every request, also for those that are refused before a
 * route is known.
 *
 * <p>Never logged: query strings, headers, bodies, and what may be a credential in a path ({@link
 * LoggedPath}).
 */
final class RequestLog {

    /** The logger's name, which the logging configuration routes on. */
    static final String LOGGER = "io.hookbridge.request";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,10}");

    /** What a timer is kept for; bounded, because templates, methods of routes and statuses are. */
    private record Series(String route, String method, int status) {}

    private final MeterRegistry meters;
    private final boolean lines;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    RequestLog(MeterRegistry meters, boolean lines) {
        this.meters = meters;
        this.lines = lines;
    }

    /** The time by which requests are measured, in nanoseconds from some moment. */
    long nanos() {
        return meters.config().clock().monotonicTime();
    }

    /**
     * Writes down what became of a request.
     *
     * @param bytes of the answer's body as they were sent
     */
    void log(RequestFacts request, int status, long bytes) {
        long nanos = nanos() - request.begunNanos();
        Route route = request.route();
        Series series =
                new Series(
                        route == null ? "none" : route.template(),
                        route == null ? "none" : route.method(),
                        status);
        timers.computeIfAbsent(series, this::timer).record(nanos, TimeUnit.NANOSECONDS);

        if (lines && log.isInfoEnabled()) {
            LoggingEventBuilder line =
                    log.atInfo()
                            .addKeyValue("request_id", request.requestId())
                            .addKeyValue("method", method(request.head().method()))
                            .addKeyValue(
                                    "path",
                                    LoggedPath.of(
                                            request.head().path(),
                                            route == null ? null : route.template()))
                            .addKeyValue("status", status)
                            .addKeyValue("duration_us", TimeUnit.NANOSECONDS.toMicros(nanos))
                            .addKeyValue("response_bytes", bytes)
                            .addKeyValue("remote", request.address().toString());
            String traceparent = request.head().headers().first(TraceContext.HEADER);
            if (traceparent != null) {
                Optional<TraceContext> trace = TraceContext.parse(traceparent);
                if (trace.isPresent()) {
                    line = line.addKeyValue("trace_id", trace.get().traceId());
                }
            }
            Caller caller = request.caller();
            if (caller != null) {
                line =
                        line.addKeyValue("tenant_id", caller.tenant().toString())
                                .addKeyValue("actor", caller.actor().id());
            }
            line.log("request");
        }
    }

    private static String method(String method) {
        return METHOD.matcher(method).matches() ? method : "…";
    }

    private Timer timer(Series series) {
        return Timer.builder("hookbridge.http.requests")
                .description("Time from the first byte of a request to the end of its answer")
                .tag("route", series.route())
                .tag("method", series.method())
                .tag("status", Integer.toString(series.status()))
                .register(meters);
    }
}
