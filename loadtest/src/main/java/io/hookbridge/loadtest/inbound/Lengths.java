package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.rig.BenchOptions;

import java.time.Duration;
import java.util.List;

/**
 * How long and how much.
 *
 * @param rate requests a second of the scenarios with a moderate rate
 * @param climb the rates that are tried for the highest one, ascending
 * @param endpoints that forward
 * @param connections of the senders, the most at once
 * @param warmUp of a server that was just started
 * @param settle of one that is warm, at a new rate
 * @param measured the stretch that counts
 * @param fetched events that are fetched and acknowledged
 * @param events in the database whose lists are asked for
 * @param listeners at once, of all endpoints
 */
record Lengths(
        int rate,
        List<Integer> climb,
        int endpoints,
        int connections,
        Duration warmUp,
        Duration settle,
        Duration measured,
        int fetched,
        int events,
        int listeners) {

    static Lengths of(
            BenchOptions options,
            int rate,
            List<Integer> climb,
            int endpoints,
            int connections,
            int fetched,
            int events,
            int listeners) {
        return new Lengths(
                rate,
                climb.stream().sorted().toList(),
                endpoints,
                connections,
                options.warmUp(),
                options.settle(),
                options.measured(),
                fetched,
                events,
                listeners);
    }
}
