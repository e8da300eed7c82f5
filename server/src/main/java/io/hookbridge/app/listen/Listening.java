package io.hookbridge.app.listen;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.Reply;
import io.hookbridge.app.terminal.PlainText;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Json;
import io.hookbridge.base.Ticker;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets the events of an endpoint until it is stopped, or the server says that there will be no
 * more: over a WebSocket, which is opened again with growing pauses whenever it has ended, and
 * where none can be opened by fetching them.
 *
 * <p>What became of an event is reported over the WebSocket. What could not be reported because
 * that had just ended is reported over the next one.
 */
final class Listening implements Forwarding.Answers {

    /** Where events come from. */
    record Source(Api api, ListenEndpoint endpoint, URI stream) {}

    /** How many times a WebSocket is tried before events are fetched. */
    private static final int TRIES = 3;

    private static final Duration FETCHING = Duration.ofMinutes(1);

    /** For how long an answer may be held back until there is an event, in seconds. */
    private static final int WAIT = 20;

    private static final Duration BETWEEN_FETCHES = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** A WebSocket that was open for so long has worked. */
    private static final Duration WORKED = Duration.ofSeconds(10);

    private static final int MOST_UNREPORTED = 1_000;
    private static final int LONGEST_ERROR = 200;

    /** With these, and a reason of the server's own, there is nothing to wait for. */
    private static final Set<Integer> FINAL = Set.of(400, 401, 403, 404, 410);

    private static final String PING = "{\"type\":\"ping\"}";

    private final Source source;
    private final Forwarding forwarding;
    private final Report report;
    private final Pauses pauses;
    private final EventStream.Rhythm rhythm;
    private final Ticker ticker;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Results for which no WebSocket was open. */
    private final Deque<String> unreported = new ArrayDeque<>();

    /** Up to where what was fetched is done with; empty for nowhere. */
    private String after = "";

    private @Nullable EventStream stream;
    private Report.@Nullable Way told;

    Listening(
            Source source,
            Forwarding forwarding,
            Report report,
            Pauses pauses,
            EventStream.Rhythm rhythm,
            Ticker ticker) {
        this.source = source;
        this.forwarding = forwarding;
        this.report = report;
        this.pauses = pauses;
        this.rhythm = rhythm;
        this.ticker = ticker;
    }

    /**
     * Returns when it was stopped.
     *
     * @throws StartFailure if the server will send no more events
     */
    void run() throws InterruptedException {
        int failures = 0;
        while (!isStopped()) {
            switch (EventStream.open(
                    source.api(), source.stream(), this::received, rhythm, ticker)) {
                case EventStream.Opening.Open(EventStream opened) -> {
                    failures = 0;
                    // With the stream the server counts as taken what it gave before.
                    after = "";
                    stay(opened);
                }
                case EventStream.Opening.Refused(Reply reply) -> {
                    String why = notFinal(reply);
                    failures++;
                    if (failures < TRIES) {
                        pause(why, reply);
                    } else {
                        fetch(why);
                    }
                }
            }
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void stay(EventStream opened) throws InterruptedException {
        long since = ticker.nanos();
        begin(opened);
        tell(Report.Way.WEBSOCKET);
        EventStream.End end = end(opened);
        synchronized (this) {
            stream = null;
        }
        if (ticker.nanos() - since >= WORKED.toNanos()) {
            pauses.reset();
        }
        switch (end) {
            case EventStream.End.Over(String why) ->
                    throw new StartFailure("the server has ended the stream: " + why);
            case EventStream.End.Lost(String why) -> {
                if (!isStopped()) {
                    pause(why, pauses.next());
                }
            }
        }
    }

    private synchronized void begin(EventStream opened) {
        stream = opened;
        if (isStopped()) {
            var _ = opened.close();
        }
        while (!unreported.isEmpty()) {
            opened.send(unreported.removeFirst());
        }
    }

    private EventStream.End end(EventStream opened) throws InterruptedException {
        while (true) {
            try {
                return opened.end().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillOpen) {
                opened.watch(PING);
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private void tell(Report.Way way) {
        if (told != way) {
            told = way;
            report.ready(way);
        }
    }

    private void pause(String why, Reply reply) throws InterruptedException {
        Duration pause = pauses.next();
        if (reply instanceof Reply.Answered answered && answered.retryAfter().isPresent()) {
            Duration wished = answered.retryAfter().get();
            pause = pause.compareTo(wished) < 0 ? wished : pause;
        }
        pause(why, pause);
    }

    private void pause(String why, Duration pause) throws InterruptedException {
        told = null;
        report.interrupted(why, pause);
        sleep(pause);
    }

    /** Returns early if it is stopped meanwhile. */
    private void sleep(Duration pause) throws InterruptedException {
        var _ = stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Why it did not work this time.
     *
     * @throws StartFailure if it never will
     */
    private String notFinal(Reply reply) {
        return switch (reply) {
            case Reply.Answered answered
                    when answered.isRefusedByServer() && FINAL.contains(answered.status()) ->
                    throw new StartFailure(
                            source.api().server() + " answered " + answered.refusal());
            case Reply.Answered answered ->
                    source.stream().getAuthority() + " answered " + answered.refusal();
            case Reply.Unanswered(String why) -> why;
        };
    }

    /** Fetches events for a while. */
    private void fetch(String whyNoStream) throws InterruptedException {
        long until = ticker.nanos() + FETCHING.toNanos();
        FetchEvents pages = new FetchEvents(source.api(), source.endpoint());
        while (!isStopped() && ticker.nanos() - until < 0) {
            Reply reply = pages.ask(after, WAIT);
            Optional<EventReader.Page> page = page(reply);
            if (page.isPresent()) {
                tell(Report.Way.POLLING);
                pauses.reset();
                for (Event event : page.get().events()) {
                    var _ = forwarding.take(event);
                }
                // The next request says that these are done.
                forwarding.awaitNothingUnderWay();
                after = page.get().next().isEmpty() ? after : page.get().next();
                sleep(BETWEEN_FETCHES);
            } else if (!isStopped()) {
                String why = notFinal(reply);
                pause(why.equals(whyNoStream) ? why : whyNoStream + "; and " + why, reply);
            }
        }
    }

    private Optional<EventReader.Page> page(Reply reply) {
        if (!(reply instanceof Reply.Answered answered) || answered.status() != 200) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventReader.page(answered.bytes()));
        } catch (EventReader.UnreadableException _) {
            report.unreadable();
            return Optional.empty();
        }
    }

    private void received(byte[] frame) {
        try {
            Map<String, byte[]> members = EventReader.members(frame);
            if (EventReader.text(members, "type").equals("webhook")) {
                var _ = forwarding.take(EventReader.event(members));
            }
        } catch (EventReader.UnreadableException _) {
            report.unreadable();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void answered(Event event, Forwarded forwarded) {
        Map<String, Object> result = result(event);
        switch (forwarded) {
            case Forwarded.Answered answered -> result.put("status_code", answered.status());
            case Forwarded.Unanswered(String why, _) ->
                    result.put("error", PlainText.line(why, LONGEST_ERROR));
        }
        result.put("latency_ms", forwarded.ms());
        report(result);
    }

    /** Without a status or an error it means that the event is done with. */
    @Override
    public void passedOver(Event event) {
        report(result(event));
    }

    private static Map<String, Object> result(Event event) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("type", "delivery_result");
        result.put("message_id", event.messageId());
        return result;
    }

    private synchronized void report(Map<String, Object> result) {
        String text = Json.MAPPER.writeValueAsString(result);
        EventStream open = stream;
        if (open != null && !open.end().isDone()) {
            open.send(text);
        } else if (unreported.size() < MOST_UNREPORTED) {
            unreported.addLast(text);
        }
    }

    /**
     * Ends {@link #run}, after the results that there are.
     *
     * @param patience for these
     */
    void stop(Duration patience) {
        stopped.countDown();
        EventStream open;
        synchronized (this) {
            open = stream;
        }
        if (open != null) {
            try {
                var _ = open.close().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException _) {
                // The connection has ended, or its other side reads nothing.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
