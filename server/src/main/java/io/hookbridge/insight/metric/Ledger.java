package io.hookbridge.insight.metric;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.ProjectId;

import org.jdbi.v3.core.Jdbi;

/**
 * Shows that no message is lost: what was accepted must be delivered, dead, deleted or pending. The
 * first three come from counts, the last from counting the rows themselves.
 */
public final class Ledger {

    private final LedgerStore store;

    public Ledger(Jdbi jdbi) {
        this.store = new LedgerStore(jdbi);
    }

    /** Of all environments together. */
    public Figures read() {
        return store.figures();
    }

    /** Of one environment; all zero for one that does not exist. */
    public Figures read(EnvironmentId environment) {
        return store.figures(environment);
    }

    /** Of both environments of a project; all zero for one that does not exist. */
    public Figures read(ProjectId project) {
        return store.figures(project);
    }
}
