package io.hookbridge.loadtest.load;

/**
 * One request and where its outcome is counted.
 *
 * @param number of the request, from 0
 * @param due when it should be sent, by {@code System.nanoTime}
 */
record Exchange(Request request, long number, long due, Tally tally) {}
