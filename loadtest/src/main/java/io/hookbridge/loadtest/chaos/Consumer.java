package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches and acknowledges the events of an endpoint, whatever the servers do: it begins anew with
 * what is stored and what was fetched and not acknowledged, as often as it takes.
 */
final class Consumer implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final Pattern EVENT =
            Pattern.compile(
                    "\"id\":\"([0-9a-f-]{36})\".*?\"payload\":(\\{\"number\":[^}]*}|[^,]*),");

    private static final Pattern SKIPPED = Pattern.compile("\"event_id\":\"([0-9a-f-]{36})\"");

    private final List<Api> servers;
    private final String endpoint;
    private final Thread thread = Thread.ofVirtual().name("consumer").unstarted(this::consume);
    private final Map<UUID, Integer> numbers = new HashMap<>();
    private final Map<UUID, Integer> acknowledged = new HashMap<>();
    private int turn;
    private volatile boolean finishing;
    private volatile boolean closed;

    /**
     * @param servers of which any may be down
     */
    Consumer(List<Api> servers, String endpoint) {
        this.servers = servers;
        this.endpoint = endpoint;
    }

    void start() {
        thread.start();
    }

    /** Ends when there is nothing more, or after {@code patience}. */
    Consumed finish(Duration patience) throws InterruptedException {
        finishing = true;
        var _ = thread.join(patience);
        close();
        thread.join();
        return new Consumed(Map.copyOf(numbers), Map.copyOf(acknowledged));
    }

    private void consume() {
        boolean more = true;
        while (!closed && (more || !finishing)) {
            Optional<String> page = server().events(endpoint);
            List<UUID> ids = page.map(this::note).orElse(List.of());
            if (ids.isEmpty()) {
                more = page.isEmpty();
                rest();
            } else {
                more = true;
                acknowledge(ids);
            }
        }
    }

    private List<UUID> note(String page) {
        List<UUID> ids = new ArrayList<>();
        Matcher event = EVENT.matcher(page);
        while (event.find()) {
            UUID id = UUID.fromString(event.group(1));
            ids.add(id);
            numbers.put(
                    id,
                    NumberedMessage.numberOf(event.group(2).getBytes(StandardCharsets.US_ASCII)));
        }
        return ids;
    }

    private void acknowledge(List<UUID> ids) {
        Optional<String> answer = server().acknowledge(endpoint, ids);
        if (answer.isEmpty()) {
            return;
        }
        Set<UUID> newly = new HashSet<>(ids);
        SKIPPED.matcher(answer.get())
                .results()
                .forEach(skipped -> newly.remove(UUID.fromString(skipped.group(1))));
        newly.forEach(id -> acknowledged.merge(id, 1, Integer::sum));
    }

    private Api server() {
        List<Api> healthy = servers.stream().filter(Api::isInService).toList();
        turn++;
        return healthy.get(turn % healthy.size());
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fetches nothing more. */
    @Override
    public void close() {
        closed = true;
    }
}
