package io.hookbridge.http;

import java.time.Duration;

/**
 * What a listener grants strangers. Numbers of a kind that nobody has to set.
 *
 * @param connections at once, in all
 * @param connectionsOfOne at once from one address that is no trusted proxy
 * @param bodies of requests in memory
 * @param arriving how slowly a body may come; the rest of a refused one, too
 * @param leaving how slowly an answer may be read
 */
record Bounds(
        int connections,
        int connectionsOfOne,
        InFlight.Shares bodies,
        Pace arriving,
        Pace leaving) {

    static Bounds usual() {
        return new Bounds(
                16_384,
                1_024,
                InFlight.Shares.ofHeap(Runtime.getRuntime().maxMemory()),
                new Pace(Duration.ofSeconds(10), 64 * 1024),
                // The slowest lines of telephones; a reader that stops is told from them by it.
                new Pace(Duration.ofSeconds(10), 8 * 1024));
    }

    Bounds withConnections(int most) {
        return new Bounds(most, most, bodies, arriving, leaving);
    }
}
