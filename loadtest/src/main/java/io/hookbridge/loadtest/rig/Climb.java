package io.hookbridge.loadtest.rig;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Looks for the highest rate that a server sustains. */
public final class Climb {

    private Climb() {}

    /** Holds a rate for the whole stretch that counts. */
    @FunctionalInterface
    public interface Step<T> {
        T at(int rate) throws InterruptedException, SQLException;
    }

    /**
     * Climbs through the given rates until one is too high twice.
     *
     * @return what came of every step, those that were too high included
     */
    public static <T> List<T> through(List<Integer> rates, Step<T> step, Predicate<T> sustained)
            throws InterruptedException, SQLException {
        List<T> steps = new ArrayList<>();
        for (int rate : rates) {
            steps.add(step.at(rate));
            if (!sustained.test(steps.getLast())) {
                // Something else on the machine may have been in the way, once.
                steps.add(step.at(rate));
            }
            if (!sustained.test(steps.getLast())) {
                break;
            }
        }
        return steps;
    }
}
