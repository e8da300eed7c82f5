package io.hookbridge.loadtest.load;

/**
 * One request and where its outcome is counted.
 *
 * @param due when it should be sent, by {@code System.nanoTime}
 */
record Exchange(Request request, long due, Tally tally) {}
