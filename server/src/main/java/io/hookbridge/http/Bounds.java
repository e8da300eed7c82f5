package io.hookbridge.http;

import java.time.Duration;

/**
 * What a listener grants strangers.
 *
 * @param bodies of requests in memory
 * @param arriving how slowly a body may come; the rest of a refused one, too
 * @param leaving how slowly an answer may be read
 */
record Bounds(ConnectionLimits connections, InFlight.Shares bodies, Pace arriving, Pace leaving) {

    static Bounds usual() {
        return new Bounds(
                ConnectionLimits.USUAL,
                InFlight.Shares.ofHeap(Runtime.getRuntime().maxMemory()),
                new Pace(Duration.ofSeconds(10), 64 * 1024),
                // The slowest lines of telephones; a reader that stops is told from them by it.
                new Pace(Duration.ofSeconds(10), 8 * 1024));
    }

    Bounds with(ConnectionLimits newConnections) {
        return new Bounds(newConnections, bodies, arriving, leaving);
    }
}
