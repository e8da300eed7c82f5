package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.base.RunUntilStopped;
import io.hookbridge.http.Route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A part of the server: what it answers, what it does in the background, how it begins and ends.
 *
 * <p>{@link App} makes the parts in an order in which each knows only earlier ones, and takes them
 * through their lives together: all are prepared, then each starts and its loops begin, then the
 * server listens. It ends in the reverse order: the server no longer listens, all are quiet, all
 * loops have ended or are not waited for any longer, all have stopped. A part that was never
 * started is stopped as well.
 */
interface Part {

    /**
     * A step of background work, done again and again.
     *
     * @param name in the log
     * @param pause between two steps
     */
    record Loop(String name, Duration pause, Runnable step) {}

    /** What it answers on the public port of a node with these roles. */
    default List<Route> routes(Set<Role> roles) {
        return List.of();
    }

    /** What it answers on the operator's port of any node. */
    default List<Route> adminRoutes() {
        return List.of();
    }

    /** The background work of a node with these roles. */
    default List<Loop> loops(Set<Role> roles) {
        return List.of();
    }

    /** Makes ready in the database what any part needs before it begins. */
    default void prepare() {}

    default void start() {}

    /**
     * No request comes any more, and the loops are about to end: gives up leases, so that other
     * nodes need not wait for their end, and ends calls that a loop may wait for.
     */
    default void quiesce() {}

    /**
     * Writes what has gathered and closes what is open; nothing else of this node runs, but for a
     * step that would not end.
     */
    default void stop() {}

    /** Parts that live together, in the order in which they were added. */
    final class Together {

        /**
         * All steps together, such as one that writes to storage that does not answer: attempts end
         * after the loops, and a service manager that lost its patience would cut them off.
         */
        private static final Duration LONGEST_STEP = Duration.ofSeconds(20);

        /** For a thread that has nothing to do any more. */
        private static final Duration TO_END = Duration.ofMillis(100);

        private final List<Part> parts = new ArrayList<>();
        private final List<RunUntilStopped> loops = new ArrayList<>();
        private final Duration longestStep;

        Together() {
            this(LONGEST_STEP);
        }

        /**
         * @param longestStep how long the running steps are waited for at the end
         */
        Together(Duration longestStep) {
            this.longestStep = longestStep;
        }

        <T extends Part> T add(T part) {
            parts.add(part);
            return part;
        }

        List<Route> routes(Set<Role> roles) {
            return parts.stream().flatMap(part -> part.routes(roles).stream()).toList();
        }

        List<Route> adminRoutes() {
            return parts.stream().flatMap(part -> part.adminRoutes().stream()).toList();
        }

        /** Prepares all, then starts each with its loops. */
        void start(Set<Role> roles) {
            parts.forEach(Part::prepare);
            for (Part part : parts) {
                part.start();
                for (Loop loop : part.loops(roles)) {
                    loops.add(RunUntilStopped.start(loop.name(), loop.pause(), loop.step()));
                }
            }
        }

        private void stopLoops() {
            loops.forEach(RunUntilStopped::startNoOther);
            long begin = System.nanoTime();
            for (RunUntilStopped loop : loops.reversed()) {
                Duration left = longestStep.minusNanos(System.nanoTime() - begin);
                loop.stop(left.compareTo(TO_END) < 0 ? TO_END : left);
            }
        }

        /** Ends whatever was started, and all parts; what one throws keeps no other from it. */
        void stop() {
            parts.reversed().forEach(part -> App.end(part::quiesce));
            stopLoops();
            parts.reversed().forEach(part -> App.end(part::stop));
        }
    }
}
