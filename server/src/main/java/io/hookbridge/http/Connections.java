package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many connections there are, in all and from each network. Safe for use by many threads. */
final class Connections {

    private final ConnectionLimits limits;
    private final Map<String, Integer> open = new HashMap<>();
    private int total;

    Connections(ConnectionLimits limits) {
        this.limits = limits;
    }

    /**
     * Counts one more, if there may be.
     *
     * @param network null for a proxy, behind which are many
     */
    synchronized boolean open(@Nullable String network) {
        if (total >= limits.most()
                || (network != null && open.getOrDefault(network, 0) >= limits.mostOfOne())) {
            return false;
        }
        total++;
        if (network != null) {
            open.merge(network, 1, Integer::sum);
        }
        return true;
    }

    /** One that was counted is closed. */
    synchronized void closed(@Nullable String network) {
        total--;
        if (network != null) {
            open.computeIfPresent(network, (_, count) -> count == 1 ? null : count - 1);
        }
        notifyAll();
    }

    /** Returns when there is none left, or when it has waited this long. */
    synchronized void awaitNone(Duration longest) {
        long left = longest.toMillis();
        while (total > 0 && left > 0) {
            try {
                TimeUnit.MILLISECONDS.timedWait(this, Math.min(left, 10));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
            left -= 10;
        }
    }

    synchronized int total() {
        return total;
    }
}
