package io.hookbridge.inbound.listen;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.tenant.apikey.KeyText;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Callers who asked for messages when there were none, and wait, without a thread for each. When
 * something comes, one of those who wait for its line looks, the one that has waited longest: the
 * others would be given the same. Safe for use by many threads.
 */
final class Waits {

    /** How many may wait for lines of one environment on this server. */
    static final int MOST = 100;

    private final Map<Line, LinkedHashSet<Wait>> byLine = new HashMap<>();
    private final Map<EnvironmentId, Integer> byEnvironment = new HashMap<>();
    private int waiting;
    private boolean ended;

    /** How a wait ended. */
    enum End {
        /** Something may have come, or it was time. */
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

        /** Ends with {@link End#LOOK} after this time at the latest. */
        CompletableFuture<End> atMost(Duration longest) {
            return end.completeOnTimeout(End.LOOK, longest.toNanos(), TimeUnit.NANOSECONDS)
                    .whenComplete((_, _) -> leave());
        }

        /** Whether it was woken, and is the one that has to look. */
        boolean isWoken() {
            return end.state() == Future.State.SUCCESS && end.resultNow() == End.LOOK;
        }

        void giveUp() {
            end.complete(End.OVER);
        }

        void leave() {
            remove(this);
        }
    }

    /** Begins to wait; over at once if too many do, or the server ends. */
    synchronized Wait begin(Line line, KeyText key) {
        Wait wait = new Wait(line, key);
        int present = byEnvironment.getOrDefault(line.environment(), 0);
        if (present >= MOST || ended) {
            wait.giveUp();
            return wait;
        }
        byEnvironment.put(line.environment(), present + 1);
        byLine.computeIfAbsent(line, _ -> new LinkedHashSet<>()).add(wait);
        waiting++;
        return wait;
    }

    private synchronized void remove(Wait wait) {
        LinkedHashSet<Wait> ofLine = byLine.get(wait.line);
        if (ofLine == null || !ofLine.remove(wait)) {
            return;
        }
        if (ofLine.isEmpty()) {
            byLine.remove(wait.line);
        }
        byEnvironment.computeIfPresent(
                wait.line.environment(), (_, count) -> count == 1 ? null : count - 1);
        waiting--;
    }

    private synchronized @Nullable Wait first(Line line) {
        LinkedHashSet<Wait> ofLine = byLine.get(line);
        return ofLine == null ? null : ofLine.getFirst();
    }

    private synchronized List<Wait> all(Line line) {
        return List.copyOf(byLine.getOrDefault(line, new LinkedHashSet<>()));
    }

    private synchronized List<Wait> all() {
        List<Wait> all = new ArrayList<>(waiting);
        byLine.values().forEach(all::addAll);
        return all;
    }

    /** Something may have come: has one of those who wait for it look. */
    void wake(Line line) {
        for (Wait first = first(line); first != null; first = first(line)) {
            first.leave();
            if (first.end.complete(End.LOOK)) {
                return;
            }
        }
    }

    /** The same for all lines. */
    void wakeAll() {
        lines().forEach(this::wake);
    }

    /** Somebody listens to the line over a WebSocket: nobody who asks is given anything. */
    void giveUp(Line line) {
        all(line).forEach(Wait::giveUp);
    }

    synchronized int waiting() {
        return waiting;
    }

    /** The lines that somebody waits for. */
    synchronized Set<Line> lines() {
        return Set.copyOf(byLine.keySet());
    }

    /** Ends the waits of those who may not listen any more, so that they are told. */
    void tend(Rights rights) {
        all().forEach(wait ->
                rights.lost(wait.key, wait.line.endpoint())
                        .ifPresent(lost -> wait.end.completeExceptionally(lost.error())));
    }

    /** Ends all waits, so that a server that is about to end need not wait for them. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        all().forEach(Wait::giveUp);
    }
}
