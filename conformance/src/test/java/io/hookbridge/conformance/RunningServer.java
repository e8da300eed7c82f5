package io.hookbridge.conformance;

import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A server that answers. Closing it asks the process to end and waits until it has.
 *
 * @param port of the API and the pages
 * @param adminPort of {@code /healthz}, {@code /readyz} and {@code /metrics}
 */
record RunningServer(Place place, Child child, int port, int adminPort) implements AutoCloseable {

    /** A first start on a busy machine unpacks and initialises PostgreSQL. */
    static final Duration LONGEST_START = Duration.ofMinutes(2);

    private static final Pattern UP_API =
            Pattern.compile("^ +API +http://localhost:(\\d{1,5})/v1$");
    private static final Pattern UP_READY =
            Pattern.compile("^ +Ready\\? +http://127\\.0\\.0\\.1:(\\d{1,5})/readyz$");
    private static final Pattern UP_END = Pattern.compile("^Ctrl-C stops");
    private static final Pattern SERVE =
            Pattern.compile("listens on [^ ]*:(\\d{1,5}), admin on 127\\.0\\.0\\.1:(\\d{1,5})");

    /** Runs a command line that begins with {@code up}, until everything is printed. */
    static RunningServer up(Place place, Launch launch) {
        return up(place, launch.start());
    }

    /** The same with a process that was started with such a command line. */
    static RunningServer up(Place place, Child child) {
        try {
            Output out = child.out();
            out.await(UP_END, LONGEST_START);
            int port = Integer.parseInt(out.await(UP_API, Duration.ZERO).group(1));
            int adminPort = Integer.parseInt(out.await(UP_READY, Duration.ZERO).group(1));
            return new RunningServer(place, child, port, adminPort);
        } catch (AssertionError failure) {
            child.close();
            throw new AssertionError(child.said(), failure);
        }
    }

    /** The same in a place with nothing but the defaults. */
    static RunningServer up(Place place) {
        return up(place, place.launch("up"));
    }

    /** Runs a command line that begins with {@code serve}, until it listens. */
    static RunningServer serve(Place place, Launch launch) {
        Child child = launch.start();
        try {
            var listening = child.out().await(SERVE, LONGEST_START);
            return new RunningServer(
                    place,
                    child,
                    Integer.parseInt(listening.group(1)),
                    Integer.parseInt(listening.group(2)));
        } catch (AssertionError failure) {
            child.close();
            throw new AssertionError(child.said(), failure);
        }
    }

    /** A client of the API, which checks every exchange against the published description. */
    CheckedHttpClient api() {
        return CheckedHttpClient.ofLocalPort(port);
    }

    /** What a page for operators says, such as {@code /readyz}. */
    Exchange operator(String path) {
        return CheckedHttpClient.ofLocalPort(adminPort).get(path).send();
    }

    /** How browsers and SDKs are told to reach it; of {@code up} with its defaults. */
    URI publicUrl() {
        return URI.create("http://localhost:" + port);
    }

    /**
     * Sends a signal and waits for the end.
     *
     * @return the exit code
     */
    int stop(String signal) {
        child.signal(signal);
        return child.awaitExit();
    }

    @Override
    public void close() {
        child.close();
    }
}
