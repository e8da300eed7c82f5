package io.hookbridge.app.listen;

import io.hookbridge.base.Json;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object on each line, for programs: {@code kind} says what it tells. */
final class JsonReport implements Report {

    private final PrintStream out;

    JsonReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begins(ListenEndpoint endpoint, String forwardUrl) {
        Map<String, @Nullable Object> line = line("begins");
        line.put("inbound_endpoint_id", endpoint.id());
        line.put("name", endpoint.name());
        line.put("ingest_url", endpoint.ingestUrl());
        line.put("forward_url", forwardUrl);
        print(line);
    }

    @Override
    public void notReplayed(String why) {
        Map<String, @Nullable Object> line = line("not_replayed");
        line.put("reason", why);
        print(line);
    }

    @Override
    public void ready(Way way) {
        Map<String, @Nullable Object> line = line("ready");
        line.put(
                "way",
                switch (way) {
                    case WEBSOCKET -> "websocket";
                    case POLLING -> "polling";
                });
        print(line);
    }

    @Override
    public void interrupted(String why, Duration pause) {
        Map<String, @Nullable Object> line = line("interrupted");
        line.put("reason", why);
        line.put("retry_in_ms", pause.toMillis());
        print(line);
    }

    @Override
    public void forwarded(Event event, Forwarded forwarded) {
        Map<String, @Nullable Object> line = line(event);
        switch (forwarded) {
            case Forwarded.Answered answered -> {
                line.put("status", answered.status());
                if (answered.location() != null) {
                    line.put("location", answered.location());
                }
            }
            case Forwarded.Unanswered unanswered -> line.put("error", unanswered.why());
        }
        line.put("latency_ms", forwarded.ms());
        print(line);
    }

    private static Map<String, @Nullable Object> line(Event event) {
        Map<String, @Nullable Object> line = line("event");
        line.put("message_id", event.messageId());
        line.put("event_type", event.type().isEmpty() ? null : event.type());
        line.put("received_at", event.receivedAt());
        line.put("content_type", event.contentType());
        line.put("size_bytes", event.body().length);
        return line;
    }

    @Override
    public void unreadable() {
        print(line("unreadable"));
    }

    @Override
    public void behind(int waiting) {
        Map<String, @Nullable Object> line = line("behind");
        line.put("waiting", waiting);
        print(line);
    }

    @Override
    public void ends(Totals.Sums sums) {
        Map<String, @Nullable Object> line = line("ends");
        line.put("succeeded", sums.succeeded());
        line.put("refused", sums.refused());
        line.put("unanswered", sums.unanswered());
        line.put("not_wanted", sums.passedOver());
        print(line);
    }

    private static Map<String, @Nullable Object> line(String kind) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("kind", kind);
        return line;
    }

    private synchronized void print(Map<String, @Nullable Object> line) {
        out.println(Json.MAPPER.writeValueAsString(line));
        out.flush();
    }
}
