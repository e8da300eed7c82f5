package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.load.LoadResult;

/**
 * A load, what came of it, and what it took.
 *
 * @param usage CPU while the counted requests were sent, and memory after the load
 */
public record Measured(String name, LoadResult result, Usage usage) {

    public boolean hasErrors() {
        return result.errorCount() > 0 || !result.warmUpErrors().isEmpty();
    }
}
