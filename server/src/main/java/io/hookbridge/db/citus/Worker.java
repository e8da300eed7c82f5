package io.hookbridge.db.citus;

import org.jdbi.v3.core.Jdbi;

import java.util.Optional;

/**
 * A worker of Citus that takes transactions itself, so that the coordinator only has its own part
 * of them. It knows all tables that are spread, and those of the coordinator that {@code
 * distribute} makes known; no others.
 */
public interface Worker {

    /** Where none was named: everything goes to the coordinator. */
    Worker NONE =
            new Worker() {
                @Override
                public Optional<Jdbi> jdbi() {
                    return Optional.empty();
                }

                @Override
                public void failed(Throwable failure) {
                    // Nothing came of it.
                }
            };

    /** Leads to it; empty while the coordinator is to be asked instead. */
    Optional<Jdbi> jdbi();

    /** Is told what a transaction failed with that went there. */
    void failed(Throwable failure);
}
