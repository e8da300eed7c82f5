package io.hookbridge.net.dns;

import io.hookbridge.base.EnvironmentId;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * How many names each environment may have looked up at once. Whoever comes when all its places are
 * taken waits for one, in turn; other environments do not notice.
 */
public final class LookupShares {

    private final int places;
    private final Map<EnvironmentId, Share> shares = new HashMap<>();

    private static final class Share {
        private int taken;
        private final Queue<CompletableFuture<Runnable>> waiting = new ArrayDeque<>();
    }

    /**
     * @param places of each environment, at least 1
     */
    public LookupShares(int places) {
        this.places = places;
    }

    /**
     * Ends when there is a place, with what gives it back and must be run once. Whoever no longer
     * wants one cancels the future, which has no effect if it has a place already.
     */
    public synchronized CompletableFuture<Runnable> place(EnvironmentId environment) {
        Share share = shares.computeIfAbsent(environment, _ -> new Share());
        if (share.taken == places) {
            CompletableFuture<Runnable> turn = new CompletableFuture<>();
            share.waiting.add(turn);
            return turn;
        }
        share.taken++;
        return CompletableFuture.completedFuture(() -> free(environment, share));
    }

    private void free(EnvironmentId environment, Share share) {
        CompletableFuture<Runnable> next;
        do {
            synchronized (this) {
                next = share.waiting.poll();
                if (next == null) {
                    share.taken--;
                    if (share.taken == 0) {
                        shares.remove(environment);
                    }
                    return;
                }
            }
        } while (!next.complete(() -> free(environment, share)));
    }

    /** How many look-ups wait for a place. */
    public synchronized int waiting() {
        return shares.values().stream().mapToInt(share -> share.waiting.size()).sum();
    }
}
