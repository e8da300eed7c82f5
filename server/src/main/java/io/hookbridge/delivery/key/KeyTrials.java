package io.hookbridge.delivery.key;

import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.KeyTrial;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The trials of new keys, as far as this node takes part in them. It signs no more messages with a
 * new key alone than the trial asked for; each other node may do the same until it hears that the
 * trial is over. Whether a message is lost depends on none of this: whoever refuses one gets it
 * once more, signed with both keys.
 *
 * <p>Safe for use by many threads, none of which waits for the database.
 */
public final class KeyTrials {

    private static final Logger log = LoggerFactory.getLogger(KeyTrials.class);

    private final KeyTrialStore store;
    private final DeliveryTargets targets;
    private final InstantSource clock;
    private final Map<TargetId, Places> places = new ConcurrentHashMap<>();

    /** How many messages this node may still sign so. */
    private record Places(Instant startedAt, Semaphore left) {}

    /**
     * @param targets told when a trial is over
     */
    public KeyTrials(Jdbi jdbi, DeliveryTargets targets, InstantSource clock) {
        this.store = new KeyTrialStore(jdbi);
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * Whether one more message may be signed with the new key alone. What comes of it is told by
     * {@link #accepted}, {@link #refused} or {@link #undecided}.
     */
    public boolean take(TargetId target, KeyTrial trial) {
        return places(target, trial).tryAcquire();
    }

    private Semaphore places(TargetId target, KeyTrial trial) {
        return places.compute(
                        target,
                        (_, known) ->
                                known != null && known.startedAt().equals(trial.startedAt())
                                        ? known
                                        : new Places(
                                                trial.startedAt(), new Semaphore(trial.left())))
                .left();
    }

    public void accepted(TargetId target, KeyTrial trial) {
        note(target, () -> store.accepted(trial, clock.instant()));
    }

    /** The trial is over at once, whatever becomes of the note of it. */
    public void refused(TargetId target, KeyTrial trial, int status) {
        places(target, trial).drainPermits();
        note(target, () -> store.refused(trial, status, clock.instant()));
    }

    /** There was no answer, or one that says nothing of the key. */
    public void undecided(TargetId target, KeyTrial trial) {
        places(target, trial).release();
    }

    private void note(TargetId target, Runnable step) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        step.run();
                        targets.forget(target);
                    } catch (RuntimeException failure) {
                        log.warn(
                                "what the receiver of {} answered to a new key could not be noted",
                                target,
                                failure);
                    }
                });
    }
}
