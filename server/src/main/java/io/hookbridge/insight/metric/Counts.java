package io.hookbridge.insight.metric;

/**
 * What became of the messages that were created in some time.
 *
 * @param failed given up
 * @param retrying waiting for another attempt now
 * @param retries attempts after the first
 * @param averageLatencyMs of the attempts that were answered, rounded; 0 if none was
 */
public record Counts(
        long accepted,
        long succeeded,
        long failed,
        long retrying,
        long retries,
        long averageLatencyMs) {

    /** Of a time without messages. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    /** The succeeded among the accepted, from 0 to 1; 0 when there were none. */
    public double successRate() {
        return accepted == 0 ? 0 : (double) succeeded / accepted;
    }
}
