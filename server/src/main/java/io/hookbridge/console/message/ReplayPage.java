package io.hookbridge.console.message;

import io.hookbridge.console.frame.Shell;

import java.util.List;

/**
 * Asks whether to replay many messages, and how fast.
 *
 * @param facts what will happen, a sentence each
 * @param action where the form goes
 * @param count how many are replayed at the most
 * @param back the path of their list
 */
public record ReplayPage(
        Shell shell, String heading, List<String> facts, String action, long count, String back) {
    /**
     * A pace to choose.
     *
     * @param perSecond messages in a second at most, or 0 for as fast as it goes
     */
    public record Pace(int perSecond) {

        /** What the form sends for it. */
        public String value() {
            return perSecond == 0 ? "" : Integer.toString(perSecond);
        }
    }

    /** The gentlest first but one: most receivers that just came back bear that. */
    public List<Pace> paces() {
        return List.of(new Pace(20), new Pace(5), new Pace(1), new Pace(0));
    }
}
