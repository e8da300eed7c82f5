package io.hookbridge.http;

import io.hookbridge.access.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One line of facts and one timing for every request, also for those that Jetty refuses before a
 * route is known.
 *
 * <p>Never logged: query strings, headers, bodies, and what may be a credential in a path ({@link
 * LoggedPath}).
 */
final class RequestLog implements org.eclipse.jetty.server.RequestLog {

    /** The logger's name, which the logging configuration routes on. */
    static final String LOGGER = "io.hookbridge.request";

    static final String REQUEST_ID = "io.hookbridge.request_id";
    static final String ADDRESS = "io.hookbridge.address";
    static final String ROUTE = "io.hookbridge.route";
    static final String CALLER = "io.hookbridge.caller";

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

    @Override
    public void log(Request request, Response response) {
        long nanos = NanoTime.since(request.getBeginNanoTime());
        Route route = request.getAttribute(ROUTE) instanceof Route found ? found : null;
        int status = response.getStatus();
        Series series =
                new Series(
                        route == null ? "none" : route.template(),
                        route == null ? "none" : route.method(),
                        status);
        timers.computeIfAbsent(series, this::timer).record(nanos, TimeUnit.NANOSECONDS);

        if (lines && log.isInfoEnabled()) {
            LoggingEventBuilder line =
                    log.atInfo()
                            .addKeyValue(
                                    "request_id", String.valueOf(request.getAttribute(REQUEST_ID)))
                            .addKeyValue("method", method(request))
                            .addKeyValue(
                                    "path",
                                    LoggedPath.of(
                                            request.getHttpURI().getPath(),
                                            route == null ? null : route.template()))
                            .addKeyValue("status", status)
                            .addKeyValue("duration_us", TimeUnit.NANOSECONDS.toMicros(nanos))
                            .addKeyValue(
                                    "response_bytes", Response.getContentBytesWritten(response))
                            .addKeyValue("remote", address(request));
            if (request.getAttribute(CALLER) instanceof Caller caller) {
                line =
                        line.addKeyValue("tenant_id", caller.tenant().toString())
                                .addKeyValue("actor", caller.actor().id());
            }
            line.log("request");
        }
    }

    private static String method(Request request) {
        String method = String.valueOf(request.getMethod());
        return METHOD.matcher(method).matches() ? method : "…";
    }

    /** The peer's, if the request was refused before it was known who is behind a proxy. */
    private static String address(Request request) {
        Object address = request.getAttribute(ADDRESS);
        return address == null ? Request.getRemoteAddr(request) : address.toString();
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
