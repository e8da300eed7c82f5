package io.hookbridge.delivery.fair;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who comes next: those that somebody waits for take turns, such as environments, and of each those
 * who wait for it do. Safe for use by many threads.
 *
 * @param <O> of what those who wait are
 * @param <T> what waits
 */
public final class Turns<O, T> {

    /**
     * How many are asked for one that may come. If they are more and none of these may, the next
     * are asked the next time.
     */
    private static final int ASKED = 64;

    private final Map<O, Queue<T>> waiting = new HashMap<>();
    private final Queue<O> order = new ArrayDeque<>();

    /**
     * The same in another order: the first of each, then the second of each, and so on.
     *
     * @param of of what one is
     */
    public static <O, T> List<T> oneOfEach(List<T> all, Function<T, O> of) {
        Turns<O, T> turns = new Turns<>();
        all.forEach(one -> turns.add(of.apply(one), one));
        return Stream.generate(() -> turns.next(_ -> true))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Has {@code who} wait behind all others of the same. */
    public synchronized void add(O of, T who) {
        waiting.computeIfAbsent(
                        of,
                        owner -> {
                            order.add(owner);
                            return new ArrayDeque<>();
                        })
                .add(who);
    }

    /** Whether somebody waits for it. */
    public synchronized boolean isWaiting(O of) {
        return waiting.containsKey(of);
    }

    /**
     * Takes out who has waited longest of the one whose turn it is.
     *
     * @param may whether one may come; who may not goes on waiting
     * @return empty if nobody waits that may
     */
    public synchronized Optional<T> next(Predicate<? super O> may) {
        for (int asked = Math.min(ASKED, order.size()); asked > 0; asked--) {
            O owner = order.remove();
            Queue<T> own = Objects.requireNonNull(waiting.get(owner));
            Optional<T> next = may.test(owner) ? Optional.of(own.remove()) : Optional.empty();
            if (own.isEmpty()) {
                waiting.remove(owner);
            } else {
                order.add(owner);
            }
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }
}
