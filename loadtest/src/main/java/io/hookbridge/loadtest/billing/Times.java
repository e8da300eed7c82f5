package io.hookbridge.loadtest.billing;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param rate requests per second of the steady scenarios
 * @param warmUp before each of them
 * @param measured the stretch that counts
 * @param step of the climb to the highest rate
 * @param idle how long a server must have been idle before its memory is read
 * @param starts warm starts
 * @param runs how often each steady scenario is run
 */
record Times(
        double rate,
        Duration warmUp,
        Duration measured,
        Duration step,
        Duration idle,
        int starts,
        int runs) {}
