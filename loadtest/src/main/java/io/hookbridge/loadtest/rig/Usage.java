package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.ProcessTree.Memory;

import java.time.Duration;

/**
 * What the processes of a measurement used.
 *
 * @param serverCpu of the server's JVM, while {@link Meters} ran; the same for PostgreSQL and for
 *     our own process
 * @param server memory of the JVM at the end; the same for PostgreSQL and for our own process
 */
public record Usage(
        Duration serverCpu,
        Duration postgresCpu,
        Duration generatorCpu,
        Memory server,
        Memory postgres,
        Memory generator) {

    /** CPU seconds for a thousand of {@code count}; NaN for none. */
    public static double perThousand(Duration cpu, long count) {
        return count == 0 ? Double.NaN : cpu.toNanos() / 1e9 * 1_000 / count;
    }
}
