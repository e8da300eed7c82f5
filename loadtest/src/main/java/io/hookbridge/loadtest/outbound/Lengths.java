package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.rig.BenchOptions;

import java.time.Duration;
import java.util.List;

/**
 * How long and how much.
 *
 * @param rate messages per second of the scenarios with a moderate rate
 * @param climb the rates that are tried for the highest one, ascending
 * @param warmUp of a server that was just started
 * @param settle of one that is warm, at a new rate
 * @param measured the stretch that counts
 * @param burst messages of a burst
 */
record Lengths(
        int rate,
        List<Integer> climb,
        Duration warmUp,
        Duration settle,
        Duration measured,
        int burst) {

    static Lengths of(BenchOptions options, int rate, List<Integer> climb, int burst) {
        return new Lengths(
                rate,
                climb.stream().sorted().toList(),
                options.warmUp(),
                options.settle(),
                options.measured(),
                burst);
    }
}
