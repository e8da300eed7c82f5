package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.rig.BenchOptions;

import org.jspecify.annotations.Nullable;

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
        int runs) {

    /**
     * @param runs null for the usual number
     */
    static Times of(BenchOptions options, int rate, @Nullable Integer runs) {
        boolean quick = options.quick();
        return new Times(
                rate,
                options.warmUp(),
                options.stretch(Duration.ofSeconds(quick ? 5 : 20)),
                Duration.ofSeconds(quick ? 2 : 5),
                Duration.ofSeconds(quick ? 5 : 20),
                quick ? 2 : 5,
                runs != null ? runs : quick ? 1 : 3);
    }
}
