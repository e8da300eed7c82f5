package io.hookbridge.app.listen;

import java.util.ArrayList;
import java.util.List;

/** What became of the events so far. Thread-safe. */
final class Totals {

    private long succeeded;
    private long refused;
    private long unanswered;
    private long passedOver;

    /**
     * @param succeeded answered with a status of success
     * @param refused answered with another one
     * @param unanswered without an answer
     * @param passedOver not wanted
     */
    record Sums(long succeeded, long refused, long unanswered, long passedOver) {

        /** In words, such as {@code 5 events: 3 succeeded, 2 refused}. */
        String words() {
            long all = succeeded + refused + unanswered + passedOver;
            List<String> parts = new ArrayList<>();
            add(parts, succeeded, "succeeded");
            add(parts, refused, "refused");
            add(parts, unanswered, "without an answer");
            add(parts, passedOver, "not wanted");
            return (all == 1 ? "1 event" : all + " events")
                    + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
        }

        private static void add(List<String> parts, long count, String what) {
            if (count > 0) {
                parts.add(count + " " + what);
            }
        }
    }

    synchronized void add(Forwarded forwarded) {
        switch (forwarded) {
            case Forwarded.Answered answered when answered.succeeded() -> succeeded++;
            case Forwarded.Answered _ -> refused++;
            case Forwarded.Unanswered _ -> unanswered++;
        }
    }

    synchronized void passOver() {
        passedOver++;
    }

    synchronized Sums sums() {
        return new Sums(succeeded, refused, unanswered, passedOver);
    }
}
