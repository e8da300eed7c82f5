package io.hookbridge.net.dns;

import io.hookbridge.base.EnvironmentId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * How many names may be looked up at once, by each environment and by all: a look-up takes sockets
 * and numbers of queries, of which there are only so many. An environment may begin one more while
 * it has fewer than are free, so that many environments together leave something for every other
 * one. Whoever may not waits; environments take turns.
 */
public final class LookupShares {

    private final int places;
    private final int all;
    private final Map<EnvironmentId, Share> shares = new HashMap<>();

    /** In the order of their turns. */
    private final Set<Share> hungry = new LinkedHashSet<>();

    private int taken;

    private static final class Share {
        private final EnvironmentId environment;
        private final Queue<CompletableFuture<Runnable>> waiting = new ArrayDeque<>();
        private int taken;

        Share(EnvironmentId environment) {
            this.environment = environment;
        }
    }

    private record Turn(Share share, CompletableFuture<Runnable> place) {}

    /**
     * @param places of each environment at most, at least 1
     * @param all places, at least 1
     */
    public LookupShares(int places, int all) {
        this.places = places;
        this.all = all;
    }

    /**
     * Ends when there is a place, with what gives it back and must be run once. Whoever no longer
     * wants one cancels the future, which has no effect if it has a place already.
     */
    public synchronized CompletableFuture<Runnable> place(EnvironmentId environment) {
        Share share = shares.computeIfAbsent(environment, Share::new);
        if (share.waiting.isEmpty() && mayTake(share)) {
            take(share);
            return CompletableFuture.completedFuture(() -> free(share));
        }
        CompletableFuture<Runnable> turn = new CompletableFuture<>();
        share.waiting.add(turn);
        hungry.add(share);
        return turn;
    }

    private boolean mayTake(Share share) {
        return share.taken < Math.min(places, all - taken);
    }

    private void take(Share share) {
        share.taken++;
        taken++;
    }

    private synchronized void giveBack(Share share) {
        share.taken--;
        taken--;
        if (share.taken == 0 && share.waiting.isEmpty()) {
            shares.remove(share.environment);
        }
    }

    private void free(Share share) {
        giveBack(share);
        // What begins with a place runs outside of the lock.
        for (Turn turn = next(); turn != null; turn = next()) {
            Share served = turn.share();
            if (!turn.place().complete(() -> free(served))) {
                giveBack(served);
            }
        }
    }

    /** Whose turn it is, with the place already taken; null if nobody may have one. */
    private synchronized @Nullable Turn next() {
        for (Iterator<Share> turns = hungry.iterator(); turns.hasNext(); ) {
            Share share = turns.next();
            if (mayTake(share)) {
                turns.remove();
                take(share);
                Turn turn = new Turn(share, share.waiting.remove());
                if (!share.waiting.isEmpty()) {
                    hungry.add(share);
                }
                return turn;
            }
        }
        return null;
    }

    /** How many look-ups wait for a place. */
    public synchronized int waiting() {
        return shares.values().stream().mapToInt(share -> share.waiting.size()).sum();
    }
}
