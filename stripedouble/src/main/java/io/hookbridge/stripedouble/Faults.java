package io.hookbridge.stripedouble;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which operations misbehave, how, and how often still. */
final class Faults {

    private static final class Planned {
        private final Fault fault;
        private int times;

        private Planned(Fault fault, int times) {
            this.fault = fault;
            this.times = times;
        }
    }

    private final Map<String, Deque<Planned>> byOperation = new HashMap<>();

    synchronized void add(String operation, Fault fault, int times) {
        byOperation
                .computeIfAbsent(operation, any -> new ArrayDeque<>())
                .add(new Planned(fault, times));
    }

    synchronized void clear() {
        byOperation.clear();
    }

    /** The fault for this request, in the order in which they were planned. */
    synchronized Optional<Fault> next(String operation) {
        Deque<Planned> planned = byOperation.get(operation);
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
