package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Stage;

import java.util.ArrayList;
import java.util.List;

/** Breaks things, one after the other, and writes down what and when. */
final class Disturb {

    private final Stage stage;
    private final List<Disruption> done = new ArrayList<>();
    private final long started = System.nanoTime();

    /** Breaks something and mends it again. */
    @FunctionalInterface
    interface Act {
        void run() throws Exception;
    }

    Disturb(Stage stage) {
        this.stage = stage;
    }

    /** When the run began, by {@code System.nanoTime}. */
    long started() {
        return started;
    }

    List<Disruption> done() {
        return List.copyOf(done);
    }

    /** Runs {@code act}, during which something of this {@code kind} is broken. */
    void with(Disruption.Kind kind, Act act) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            act.run();
        } catch (InterruptedException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(kind.words(), failure);
        }
        note(new Disruption(kind, begin, System.nanoTime()));
    }

    void note(Disruption disruption) {
        done.add(disruption);
        stage.say(
                "%6.1f s  %-32s %6.1f s",
                (disruption.begin() - started) / 1e9,
                disruption.kind().words(),
                (disruption.end() - disruption.begin()) / 1e9);
    }

    /** Tells how far the run has come. */
    void say(String what) {
        stage.say("%6.1f s  %s", (System.nanoTime() - started) / 1e9, what);
    }
}
