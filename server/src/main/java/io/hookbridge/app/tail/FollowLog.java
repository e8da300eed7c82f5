package io.hookbridge.app.tail;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.Reply;
import io.hookbridge.app.terminal.StartFailure;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows one log. A log is in the order in which messages came, but they become visible when they
 * are committed, and that is another order. So what came shortly before the newest one is read
 * again each time, and told once: nothing is passed over. Messages that are older and not settled
 * yet are asked for one by one.
 *
 * <p>Belongs to one thread.
 */
final class FollowLog {

    /** Far longer than a commit takes. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(20);

    private static final int PAGE = 500;
    private static final int MOST_PAGES = 20;
    private static final int MOST_REMEMBERED = 2 * MOST_PAGES * PAGE;
    private static final int MOST_OPEN = 500;
    private static final int ASKED_AT_ONCE = 10;

    private final Api api;
    private final MessageLog log;
    private final String filter;

    /** The state in which each was told, the latest last. */
    private final Map<String, String> told = remembering(MOST_REMEMBERED);

    /** Those that are not settled, the one asked for longest ago first. */
    private final Map<String, LogEntry> open = remembering(MOST_OPEN);

    private Optional<Instant> newest = Optional.empty();

    /** What came before was there at the beginning. */
    private Instant beginning = Instant.MIN;

    private boolean begun;
    private boolean cut;

    /**
     * @param endpoint its id; empty for all
     */
    FollowLog(Api api, MessageLog log, String endpoint) {
        this.api = api;
        this.log = log;
        this.filter =
                endpoint.isEmpty()
                        ? ""
                        : "&"
                                + log.endpointParameter()
                                + "="
                                + URLEncoder.encode(endpoint, StandardCharsets.UTF_8);
    }

    private static <V> Map<String, V> remembering(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * What is new or has changed since the last time, the oldest first; the first time all that the
     * log has on its first page.
     *
     * @throws StartFailure if the server refuses to tell
     * @throws NotNowException if it does not answer, or has no time
     */
    List<LogEntry> next() throws NotNowException {
        List<LogEntry> read = begun ? readAgain() : readFirst();
        begun = true;
        List<LogEntry> news = new ArrayList<>();
        for (LogEntry entry : read.reversed()) {
            entry.time().ifPresent(this::seen);
            tell(entry, news);
        }
        askForOpen(news);
        return news;
    }

    /** Whether more came lately than is read, so that the oldest of it may not have been told. */
    boolean isCut() {
        return cut;
    }

    private List<LogEntry> readFirst() throws NotNowException {
        JsonNode page = page("");
        List<LogEntry> entries = entries(page);
        if (page.at("/meta/has_more").asBoolean(false)) {
            beginning = entries.getLast().time().orElse(Instant.MIN);
        }
        return entries;
    }

    private List<LogEntry> readAgain() throws NotNowException {
        String from =
                newest.map(time -> "&start_time=" + time.minus(READ_AGAIN).toString()).orElse("");
        List<LogEntry> all = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = page(from + cursor);
            all.addAll(entries(page));
            cursor =
                    page.at("/meta/has_more").asBoolean(false)
                            ? "&cursor=" + page.at("/meta/next_cursor").asString("")
                            : "";
            pages++;
        } while (!cursor.isEmpty() && pages < MOST_PAGES);
        cut = !cursor.isEmpty();
        all.removeIf(entry -> entry.time().orElse(Instant.MAX).isBefore(beginning));
        return all;
    }

    private List<LogEntry> entries(JsonNode page) {
        List<LogEntry> entries = new ArrayList<>();
        page.at("/data").forEach(json -> entries.add(LogEntry.of(log, json)));
        return entries;
    }

    private void seen(Instant time) {
        if (newest.isEmpty() || time.isAfter(newest.get())) {
            newest = Optional.of(time);
        }
    }

    private void tell(LogEntry entry, List<LogEntry> news) {
        if (!entry.state().equals(told.remove(entry.id()))) {
            news.add(entry);
        }
        told.put(entry.id(), entry.state());
        open.remove(entry.id());
        if (!entry.isSettled() && !log.messagePath().isEmpty()) {
            open.put(entry.id(), entry);
        }
    }

    /** What cannot be asked for now is asked for the next time. */
    private void askForOpen(List<LogEntry> news) {
        Instant stillRead = newest.map(time -> time.minus(READ_AGAIN)).orElse(Instant.MIN);
        open.values().stream()
                .filter(entry -> entry.time().orElse(Instant.MAX).isBefore(stillRead))
                .limit(ASKED_AT_ONCE)
                .toList()
                .forEach(entry -> askFor(entry, news));
    }

    private void askFor(LogEntry entry, List<LogEntry> news) {
        if (api.tryGet(log.messagePath() + entry.id()) instanceof Reply.Answered answered
                && !answered.mayPass()) {
            if (answered.status() == 200) {
                tell(entry.now(answered.json().at("/data")), news);
            } else {
                open.remove(entry.id());
            }
        }
    }

    private JsonNode page(String more) throws NotNowException {
        return switch (api.tryGet(log.path() + "?limit=" + PAGE + filter + more)) {
            case Reply.Answered answered when answered.status() == 200 -> answered.json();
            case Reply.Answered busy when busy.mayPass() ->
                    throw new NotNowException(busy.refusal(), busy.retryAfter());
            case Reply.Answered refused ->
                    throw new StartFailure(api.server() + " answered " + refused.refusal());
            case Reply.Unanswered(String why) -> throw new NotNowException(why, Optional.empty());
        };
    }
}
