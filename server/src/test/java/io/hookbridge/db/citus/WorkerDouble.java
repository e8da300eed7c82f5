package io.hookbridge.db.citus;

import org.jdbi.v3.core.Jdbi;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands for a worker: another way to the database of a test. */
public final class WorkerDouble implements Worker {

    private final Jdbi jdbi;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    public WorkerDouble(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Optional<Jdbi> jdbi() {
        return Optional.of(jdbi);
    }

    @Override
    public void failed(Throwable failure) {
        failures.add(failure);
    }

    /** What transactions have failed with. */
    public List<Throwable> failures() {
        return failures;
    }
}
