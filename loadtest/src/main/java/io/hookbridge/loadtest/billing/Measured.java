package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.process.ProcessTree;

import java.time.Duration;

/**
 * A load, what came of it, and what it took.
 *
 * @param serverCpu of the server's JVM while the counted requests were sent; the same for
 *     PostgreSQL and for the load generator
 * @param server memory of the JVM after the load
 * @param postgres memory of PostgreSQL after the load
 */
record Measured(
        String name,
        LoadResult result,
        Duration serverCpu,
        Duration postgresCpu,
        Duration generatorCpu,
        ProcessTree.Memory server,
        ProcessTree.Memory postgres) {

    /** CPU seconds for a thousand answers. */
    double perThousand(Duration cpu) {
        return result.answered() == 0
                ? Double.NaN
                : cpu.toNanos() / 1e9 * 1_000 / result.answered();
    }

    boolean hasErrors() {
        return result.errorCount() > 0 || !result.warmUpErrors().isEmpty();
    }
}
