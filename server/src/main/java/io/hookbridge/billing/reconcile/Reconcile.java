package io.hookbridge.billing.reconcile;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.reconcile.ReconcileRun.Kind;
import io.hookbridge.billing.reconcile.ReconcileRun.State;
import io.hookbridge.billing.sync.BillingAlerts;
import io.hookbridge.billing.sync.CustomerSync;
import io.hookbridge.billing.sync.CustomerSync.Guard;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.Steps;
import io.hookbridge.billing.sync.SyncOutcome;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Takes the runs of a book forward, some customers with each step. Nothing is kept in memory
 * between steps, so any node may take the next one.
 */
public final class Reconcile {

    private static final int BATCH = 25;

    /** If none of so many can be fetched who lately could be, nobody can be. */
    private static final int WITNESSES = 3;

    private static final int MOST_TRIES = 20;

    private final CustomerSync sync;
    private final ReconcileStore store;
    private final BillingAlerts alerts;
    private final MeterRegistry meters;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final Steps steps;

    public Reconcile(
            CustomerSync sync,
            BillingAlerts alerts,
            MeterRegistry meters,
            Jdbi jdbi,
            Uuid7 ids,
            InstantSource clock,
            Steps steps) {
        this.sync = sync;
        this.store = new ReconcileStore(jdbi);
        this.alerts = alerts;
        this.meters = meters;
        this.ids = ids;
        this.clock = clock;
        this.steps = steps;
    }

    /** Begins what is due and takes the run under way one step forward. */
    public void step(BillingBook book) {
        Optional<ReconcileRun> night = store.find(book, Kind.NIGHTLY);
        Optional<ReconcileRun> hour = store.find(book, Kind.HOURLY);
        if (isBraked(night) || isBraked(hour)) {
            return;
        }
        current(book, Kind.NIGHTLY, night)
                .or(() -> current(book, Kind.HOURLY, hour))
                .ifPresent(this::forward);
    }

    private static boolean isBraked(Optional<ReconcileRun> run) {
        return run.filter(found -> found.state() == State.BRAKED).isPresent();
    }

    private Optional<ReconcileRun> current(
            BillingBook book, Kind kind, Optional<ReconcileRun> latest) {
        if (latest.filter(run -> run.state() != State.DONE).isPresent()) {
            return latest;
        }
        return ReconcileSchedule.isDue(
                        kind, latest.map(ReconcileRun::startedAt).orElse(null), clock.instant())
                ? Optional.of(begin(book, kind))
                : Optional.empty();
    }

    /** Begins a run over every customer now, in the place of the last nightly one. */
    public void beginNow(BillingBook book) {
        begin(book, Kind.NIGHTLY);
    }

    private ReconcileRun begin(BillingBook book, Kind kind) {
        store.begin(book, kind, clock.instant());
        steps.reached("reconcile began");
        return store.find(book, kind).orElseThrow();
    }

    /** The latest run over every customer. */
    public Optional<ReconcileRun> nightly(BillingBook book) {
        return store.find(book, Kind.NIGHTLY);
    }

    /**
     * Lets runs that the brake holds go on, however many lose access; returns how many there were.
     */
    public int accept(BillingBook book, Actor actor) {
        return store.accept(
                book,
                new AuditEvent(
                        ids.next(),
                        AuditScope.INSTALLATION,
                        clock.instant(),
                        actor,
                        "reconcile.accepted",
                        book.word(),
                        "done",
                        null));
    }

    private void forward(ReconcileRun run) {
        switch (run.state()) {
            case SCANNING -> scan(run);
            case SETTLING -> settle(run);
            case BRAKED, DONE -> {}
        }
    }

    private void scan(ReconcileRun run) {
        List<Customer> batch = store.next(run, clock.instant(), BATCH);
        int dealtWith = inTurn(run, batch, this::look);
        steps.reached("reconcile looked");
        if (dealtWith > 0) {
            store.advance(run, batch.get(dealtWith - 1).tenant(), dealtWith);
        }
        steps.reached("reconcile advanced");
        boolean last = batch.size() < BATCH && dealtWith == batch.size();
        if (!isHeld(run) && last) {
            store.move(run, State.SETTLING, clock.instant());
        }
    }

    /** Looks at one customer, or writes it. */
    @FunctionalInterface
    private interface Act {
        Looked on(ReconcileRun run, Customer customer);
    }

    /**
     * Goes through customers until there is an outage: then nothing is noted of who could not be
     * asked about, and the run goes on from there when it is over, however long it takes. One that
     * fails while others are answered is noted and has only so many tries, because it would keep
     * the run from ending.
     *
     * @return how many, from the front, need no second turn
     */
    private int inTurn(ReconcileRun run, List<Customer> customers, Act act) {
        for (int i = 0; i < customers.size(); i++) {
            Customer customer = customers.get(i);
            Looked looked = act.on(run, customer);
            if (looked == Looked.OUTAGE && !areOthersAnswered(run, customer)) {
                return i;
            }
            if (looked != Looked.DONE) {
                store.note(run, customer, "failed");
            }
        }
        return customers.size();
    }

    private boolean areOthersAnswered(ReconcileRun run, Customer customer) {
        return store.lastFetched(customer, WITNESSES).stream()
                .anyMatch(other -> look(run, other) == Looked.DONE);
    }

    /** What came of looking at one customer. */
    private enum Looked {
        /** Its rows are right, or it is noted. */
        DONE,
        /** Somebody else is asking about it, which proves nothing; nothing noted. */
        BUSY,
        /** The provider cannot be asked about anybody, as far as this one shows; nothing noted. */
        OUTAGE
    }

    private Looked look(ReconcileRun run, Customer customer) {
        return switch (sync.inBackground(customer, Trigger.RECONCILE, Guard.KEEP_ACCESS)) {
            case SyncOutcome.Synced _,
                    SyncOutcome.Gone _,
                    SyncOutcome.Superseded _,
                    SyncOutcome.NotNeeded _ -> {
                store.forget(run, customer);
                yield Looked.DONE;
            }
            case SyncOutcome.Withheld _ -> {
                store.note(run, customer, "loss");
                yield Looked.DONE;
            }
            case SyncOutcome.Busy _ -> Looked.BUSY;
            case SyncOutcome.Unavailable(Unavailability why) -> {
                if (why.isOutage()) {
                    yield Looked.OUTAGE;
                }
                store.note(run, customer, "failed");
                yield Looked.DONE;
            }
        };
    }

    /** Stops the run if unusually many would lose access. */
    private boolean isHeld(ReconcileRun run) {
        int losses = store.count(run, "loss");
        boolean held = !run.accepted() && Brake.holds(losses, run.withAccess());
        if (held) {
            store.move(run, State.BRAKED, clock.instant());
            count("braked");
            alerts.raise(BillingAlerts.Kind.MASS_CHANGE, null);
        }
        return held;
    }

    private void settle(ReconcileRun run) {
        List<Customer> failed = store.noted(run, "failed", MOST_TRIES, BATCH);
        if (!failed.isEmpty()) {
            inTurn(run, failed, this::look);
            return;
        }
        if (isHeld(run)) {
            return;
        }
        List<Customer> losses = store.noted(run, "loss", Integer.MAX_VALUE, BATCH);
        inTurn(run, losses, this::write);
        if (losses.isEmpty()) {
            finish(run);
        }
    }

    /** Asks once more and writes whatever the answer is. */
    private Looked write(ReconcileRun run, Customer customer) {
        SyncOutcome outcome = sync.inBackground(customer, Trigger.RECONCILE, Guard.NONE);
        steps.reached("reconcile wrote one");
        if (outcome instanceof SyncOutcome.Unavailable(Unavailability why) && why.isOutage()) {
            return Looked.OUTAGE;
        }
        if (outcome.isCurrent()) {
            store.forget(run, customer);
        } else {
            store.note(run, customer, "failed");
        }
        return Looked.DONE;
    }

    private void finish(ReconcileRun run) {
        Instant now = clock.instant();
        boolean complete = store.count(run, "failed") == 0;
        store.move(run, State.DONE, now);
        count(complete ? "complete" : "incomplete");
        if (!complete) {
            alerts.raise(BillingAlerts.Kind.RECONCILE_INCOMPLETE, null);
        }
    }

    private void count(String outcome) {
        meters.counter("hookbridge.billing.reconcile", "outcome", outcome).increment();
    }
}
