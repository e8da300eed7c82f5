package io.hookbridge.sdk.pull;

/**
 * How many events can be fetched.
 *
 * @param stored those that nobody has fetched
 * @param fetched those that were fetched and are not acknowledged
 * @param delivered those that are acknowledged
 * @param total all of them
 */
public record PullEventCounts(long stored, long fetched, long delivered, long total) {}
