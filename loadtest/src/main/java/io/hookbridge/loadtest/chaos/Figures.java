package io.hookbridge.loadtest.chaos;

/**
 * Sums that must agree with the messages, and what the servers say.
 *
 * @param usage the messages that are counted for billing
 * @param difference accepted less delivered, dead, deleted and pending ones, by the page that an
 *     operator sees
 * @param lostLeases attempts that servers found to be in other hands when they ended; of the
 *     servers that run at the end
 * @param lateWrites messages that nodes stored after others had taken over from them
 */
record Figures(long usage, long difference, long lostLeases, long lateWrites) {}
