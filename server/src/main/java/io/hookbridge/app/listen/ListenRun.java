package io.hookbridge.app.listen;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Ticker;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** One run of {@code listen}: all that takes part in it, from the first line to the summary. */
final class ListenRun {

    /** How many events the server sends before it knows what became of the first. */
    private static final int WINDOW = 2 * Forwarding.MOST_AT_ONCE;

    /** So that Ctrl-C ends at once for whoever presses it. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /**
     * What was wished for.
     *
     * @param concurrency how many events may be forwarded at once
     * @param last how many of the last events come first; null for all that wait
     */
    record Wishes(TypeFilter filter, int concurrency, @Nullable Integer last) {}

    private final Api api;
    private final ListenEndpoint endpoint;
    private final Wishes wishes;
    private final Report report;
    private final Totals totals = new Totals();
    private final LocalServer local;
    private final Forwarding forwarding;
    private final Listening listening;
    private final AtomicBoolean ended = new AtomicBoolean();

    ListenRun(
            Api api,
            ListenEndpoint endpoint,
            LocalServer local,
            Wishes wishes,
            Report report,
            EventStream.Rhythm rhythm,
            Ticker ticker) {
        this.api = api;
        this.endpoint = endpoint;
        this.wishes = wishes;
        this.report = report;
        this.local = local;
        this.forwarding =
                new Forwarding(
                        new FetchBody(api)::complete,
                        local::post,
                        wishes.filter(),
                        report,
                        totals,
                        ticker);
        this.listening =
                new Listening(
                        new Listening.Source(api, endpoint, stream()),
                        forwarding,
                        report,
                        new Pauses(RandomGenerator.getDefault()),
                        rhythm,
                        ticker);
    }

    private URI stream() {
        return URI.create(
                api.server().toString().replaceFirst("^http", "ws")
                        + "/v1/listen?endpoint_id="
                        + endpoint.id()
                        // What was read may still wait here; only what was forwarded is done.
                        + "&confirm=results&window="
                        + WINDOW);
    }

    /**
     * Returns when it was asked to end.
     *
     * @throws StartFailure if there is nothing to listen to any more
     */
    void run() throws InterruptedException {
        report.begins(endpoint, local.url());
        if (wishes.last() != null) {
            new BeginWithLast(api, endpoint).begin(wishes.last()).forEach(report::notReplayed);
        }
        forwarding.start(wishes.concurrency(), listening);
        try {
            listening.run();
        } catch (StartFailure over) {
            end();
            throw over;
        }
    }

    /** Ends it, with the results of what is just being forwarded if they come soon. */
    void end() {
        if (ended.getAndSet(true)) {
            return;
        }
        try {
            forwarding.stop(FAREWELL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        listening.stop(FAREWELL);
        report.ends(totals.sums());
    }
}
