package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Api;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Waits until nothing is pending any more. What would be retried in half an hour is retried now
 * through the API, as an operator does after an outage; every fiftieth is given up instead, so that
 * there are dead letters too.
 */
final class Settle {

    private static final int GIVEN_UP = 50;

    private final Store store;
    private final List<Api> servers;
    private final Map<String, String> keys;
    private final Set<UUID> cancelled = new HashSet<>();
    private int recovered;

    /**
     * @param keys of the projects of endpoints, by the digits of these; of others that of {@code
     *     servers}
     */
    Settle(Store store, List<Api> servers, Map<String, String> keys) {
        this.store = store;
        this.servers = servers;
        this.keys = keys;
    }

    /** Returns when nothing is pending, or when {@code patience} is over. */
    void run(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (store.pending() > 0 && System.nanoTime() - deadline < 0) {
            for (Api.Waiting message : store.waitingForRetry()) {
                recover(message);
            }
            Thread.sleep(100);
        }
    }

    private void recover(Api.Waiting message) throws InterruptedException {
        Api any = servers.get(recovered % servers.size());
        Api server = any.as(keys.getOrDefault(message.endpoint(), any.key()));
        recovered++;
        if (recovered % GIVEN_UP == 0) {
            if (server.cancel(message)) {
                cancelled.add(message.id());
            }
        } else {
            server.retryNow(message);
        }
    }

    /** The messages that were given up. */
    Set<UUID> cancelled() {
        return Set.copyOf(cancelled);
    }

    /** How many messages were taken care of. */
    int recovered() {
        return recovered;
    }
}
