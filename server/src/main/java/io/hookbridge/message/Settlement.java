package io.hookbridge.message;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Whether every transaction that was over when this was first asked is over on all servers. One
 * PostgreSQL has nothing to settle. Where tables are spread over several, the server that a
 * transaction was begun at commits first and has the others commit after it, so what it lets go of
 * is not yet seen everywhere: who concludes something from rows that are not there asks this
 * before.
 */
final class Settlement {

    private @Nullable Instant since;

    /**
     * @param handle in no transaction that began before what is asked about was over
     */
    boolean isReached(Handle handle) {
        Instant known = since;
        if (known == null) {
            known = NodeWriteStore.clock(handle);
            since = known;
        }
        return NodeWriteStore.isSettled(handle, known);
    }
}
