package io.hookbridge.stripedouble;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which paths misbehave, how, and how often still. */
final class Faults {

    private static final class Planned {
        private final Fault fault;
        private int times;

        private Planned(Fault fault, int times) {
            this.fault = fault;
            this.times = times;
        }
    }

    private final Map<String, Deque<Planned>> byPath = new HashMap<>();

    synchronized void add(String path, Fault fault, int times) {
        byPath.computeIfAbsent(path, any -> new ArrayDeque<>()).add(new Planned(fault, times));
    }

    synchronized void clear() {
        byPath.clear();
    }

    /** The fault for this request, in the order in which they were planned. */
    synchronized Optional<Fault> next(String path) {
        Deque<Planned> planned = byPath.get(path);
        if (planned == null || planned.isEmpty()) {
            return Optional.empty();
        }
        Planned first = planned.getFirst();
        first.times--;
        if (first.times == 0) {
            planned.removeFirst();
        }
        return Optional.of(first.fault);
    }
}
