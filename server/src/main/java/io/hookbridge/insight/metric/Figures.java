package io.hookbridge.insight.metric;

/**
 * What became of all messages that were ever accepted, as of one moment.
 *
 * @param delivered answered with success by the receiver
 * @param dead given up
 * @param deleted deleted before they were delivered or given up
 * @param pending neither yet
 */
public record Figures(long accepted, long delivered, long dead, long deleted, long pending) {

    /** How many messages are unaccounted for; 0 unless something was lost or counted twice. */
    public long difference() {
        return accepted - delivered - dead - deleted - pending;
    }
}
