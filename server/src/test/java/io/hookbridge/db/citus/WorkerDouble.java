package io.hookbridge.db.citus;

import org.jdbi.v3.core.Jdbi;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for a worker: another way to the database of a test. */
public final class WorkerDouble implements Worker {

    private final Jdbi jdbi;
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    public WorkerDouble(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Optional<Jdbi> jdbi() {
        asked.incrementAndGet();
        return Optional.of(jdbi);
    }

    @Override
    public void failed(Throwable failure) {
        failures.add(failure);
    }

    /** How many transactions could have gone through it. */
    public int asked() {
        return asked.get();
    }

    /** What transactions have failed with. */
    public List<Throwable> failures() {
        return failures;
    }
}
