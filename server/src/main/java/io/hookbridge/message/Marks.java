package io.hookbridge.message;

import org.jdbi.v3.core.Jdbi;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What was asked of messages in a node's hands, as far as the node has to know. */
public final class Marks {

    private final Jdbi jdbi;

    public Marks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The messages in the hands of {@code node} at which it must begin no attempt any more. */
    public List<UUID> unacknowledged(UUID node) {
        return jdbi.withHandle(handle -> MarkStore.unacknowledged(handle, node));
    }

    /** The node begins no attempt at these messages any more. */
    public void acknowledge(UUID node, Collection<UUID> ids) {
        jdbi.useHandle(handle -> MarkStore.acknowledge(handle, node, ids));
    }
}
