package io.hookbridge.inbound.listen;

import io.hookbridge.tenant.apikey.KeyText;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Callers who asked for messages when there were none, and wait, without a thread for each. Safe
 * for use by many threads.
 */
final class Waits {

    /** How many may wait for lines of one environment on this server. */
    static final int MOST = 100;

    private final Rights rights;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** How a wait ended. */
    enum End {
        /** Something may have come. */
        LOOK,
        /** It is of no use to wait any longer. */
        OVER
    }

    /** Somebody who waits; begun before the look that finds nothing, so that nothing is missed. */
    final class Wait {

        private final Line line;
        private final KeyText key;
        private final CompletableFuture<End> end = new CompletableFuture<>();

        private Wait(Line line, KeyText key) {
            this.line = line;
            this.key = key;
        }

        /** Ends with {@link End#OVER} after this time at the latest. */
        CompletableFuture<End> atMost(Duration longest) {
            return end.completeOnTimeout(End.OVER, longest.toNanos(), TimeUnit.NANOSECONDS)
                    .whenComplete((_, _) -> leave());
        }

        void leave() {
            waits.remove(this);
        }

        private void wake(End how) {
            end.complete(how);
        }
    }

    Waits(Rights rights) {
        this.rights = rights;
    }

    /** Begins to wait; over at once if too many do, or the server ends. */
    Wait begin(Line line, KeyText key) {
        Wait wait = new Wait(line, key);
        long present =
                waits.stream()
                        .filter(one -> one.line.environment().equals(line.environment()))
                        .count();
        if (present >= MOST) {
            wait.wake(End.OVER);
            return wait;
        }
        waits.add(wait);
        if (ended) {
            // The others were ended before this one was among them.
            wait.wake(End.OVER);
        }
        return wait;
    }

    void wake(Line line) {
        waits.forEach(wait -> {
            if (wait.line.equals(line)) {
                wait.wake(End.LOOK);
            }
        });
    }

    void wakeAll() {
        waits.forEach(wait -> wait.wake(End.LOOK));
    }

    int waiting() {
        return waits.size();
    }

    /** The lines that somebody waits for. */
    Set<Line> lines() {
        return waits.stream().map(wait -> wait.line).collect(Collectors.toSet());
    }

    /** Ends the waits of those who may not listen any more, so that they are told. */
    void tend() {
        waits.forEach(wait ->
                rights.lost(wait.key, wait.line.endpoint())
                        .ifPresent(lost -> wait.end.completeExceptionally(lost.error())));
    }

    /** Ends all waits, so that a server that is about to end need not wait for them. */
    void end() {
        ended = true;
        waits.forEach(wait -> wait.wake(End.OVER));
    }
}
