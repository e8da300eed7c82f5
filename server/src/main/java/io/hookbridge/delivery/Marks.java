package io.hookbridge.delivery;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.message.MarkStore;
import io.hookbridge.message.Moves;

import org.jdbi.v3.core.Jdbi;

import java.util.List;
import java.util.UUID;

/** Promises to begin no attempt at messages that were marked in this node's hands. */
final class Marks {

    private final Jdbi jdbi;
    private final HeldHere held;

    Marks(Jdbi jdbi, HeldHere held) {
        this.jdbi = jdbi;
        this.held = held;
    }

    /** Acknowledges every mark that {@code node}, which this server is, has not acknowledged. */
    void acknowledge(UUID node) {
        List<Moves.Key> marked = jdbi.withHandle(handle -> MarkStore.unacknowledged(handle, node));
        if (!marked.isEmpty()) {
            held.stop(marked);
            CrashPoint.DELETE_STOPPED.pass();
            jdbi.useHandle(handle -> MarkStore.acknowledge(handle, node, marked));
            CrashPoint.DELETE_ACKNOWLEDGED_COMMITTED.pass();
        }
    }
}
