package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.rig.Usage;

/**
 * A load, what came of it, and what it took.
 *
 * @param usage CPU while the counted requests were sent, and memory after the load
 */
record Measured(String name, LoadResult result, Usage usage) {

    boolean hasErrors() {
        return result.errorCount() > 0 || !result.warmUpErrors().isEmpty();
    }
}
