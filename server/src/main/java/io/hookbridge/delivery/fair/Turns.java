package io.hookbridge.delivery.fair;

import io.hookbridge.access.Environment;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * Who comes next: the environments take turns, and within an environment those who wait for it do.
 * Safe for use by many threads.
 *
 * @param <T> what waits
 */
public final class Turns<T> {

    /**
     * How many environments are asked for one that may come. If they are more and none of these
     * may, the next are asked the next time.
     */
    private static final int ASKED = 64;

    private final Map<Environment, Queue<T>> waiting = new HashMap<>();
    private final Queue<Environment> order = new ArrayDeque<>();

    /** Has {@code who} wait behind all others of the environment. */
    public synchronized void add(Environment of, T who) {
        waiting.computeIfAbsent(
                        of,
                        environment -> {
                            order.add(environment);
                            return new ArrayDeque<>();
                        })
                .add(who);
    }

    /** Whether somebody of the environment waits. */
    public synchronized boolean isWaiting(Environment of) {
        return waiting.containsKey(of);
    }

    /**
     * Takes out who has waited longest of the environment whose turn it is.
     *
     * @param may whether an environment may come; who may not keeps its place
     * @return empty if nobody waits that may
     */
    public synchronized Optional<T> next(Predicate<Environment> may) {
        for (int asked = Math.min(ASKED, order.size()); asked > 0; asked--) {
            Environment environment = order.remove();
            Queue<T> own = Objects.requireNonNull(waiting.get(environment));
            Optional<T> next = may.test(environment) ? Optional.of(own.remove()) : Optional.empty();
            if (own.isEmpty()) {
                waiting.remove(environment);
            } else {
                order.add(environment);
            }
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }
}
