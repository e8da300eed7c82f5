package io.hookbridge.message.action;

import io.hookbridge.message.Moves;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;

/**
 * Takes messages out of the queue that were deleted during an attempt which has ended without
 * delivering them or giving them up. Run every few seconds, on any number of nodes.
 */
public final class SettleDeleted {

    private static final int AT_ONCE = 100;

    private final Jdbi jdbi;
    private final InstantSource clock;

    public SettleDeleted(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Takes out all that there are. */
    public void step() {
        while (jdbi.inTransaction(handle -> Moves.settleDeleted(handle, AT_ONCE, clock.instant()))
                == AT_ONCE) {
            // There may be more.
        }
    }
}
