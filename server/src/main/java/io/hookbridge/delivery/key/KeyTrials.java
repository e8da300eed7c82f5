package io.hookbridge.delivery.key;

import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.KeyTrial;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The trials of new keys, as far as this node takes part in them. It signs no more messages with a
 * new key alone than the trial asked for; each other node may do the same until it hears that the
 * trial is over. Whether a message is lost depends on none of this: whoever refuses one gets it
 * once more, signed with both keys.
 *
 * <p>Safe for use by many threads, none of which waits for the database.
 */
public final class KeyTrials implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KeyTrials.class);

    /** Between the first tries to note a refusal; the next ones come less and less often. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** To note one refusal; they take a quarter of an hour. */
    private static final int MOST_TRIES = 20;

    private final KeyTrialStore store;
    private final DeliveryTargets targets;
    private final InstantSource clock;
    private final Map<TargetId, Places> places = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

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

    /** If that cannot be noted, another message takes its place: the trial would never end. */
    public void accepted(TargetId target, KeyTrial trial) {
        apart(() -> {
            try {
                store.accepted(trial, clock.instant());
                targets.forget(target);
            } catch (RuntimeException failure) {
                warn(target, failure);
                undecided(target, trial);
            }
        });
    }

    /**
     * The trial is over on this node at once, and on the others when it is noted. That is tried
     * again for a quarter of an hour if it fails: they would sign more messages so, and this node
     * as well after a restart.
     */
    public void refused(TargetId target, KeyTrial trial, int status) {
        known(target, trial).ifPresent(Semaphore::drainPermits);
        apart(() -> noteRefusal(target, trial, status));
    }

    private void noteRefusal(TargetId target, KeyTrial trial, int status) {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; tries <= MOST_TRIES; tries++) {
            try {
                store.refused(trial, status, clock.instant());
                targets.forget(target);
                return;
            } catch (RuntimeException failure) {
                if (tries == 1 || tries == MOST_TRIES) {
                    warn(target, failure);
                }
            }
            if (isClosedWithin(pause)) {
                return;
            }
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    private boolean isClosedWithin(Duration time) {
        try {
            return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread; if somebody did, ending is the polite answer.
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** There was no answer, or one that says nothing of the key. */
    public void undecided(TargetId target, KeyTrial trial) {
        known(target, trial).ifPresent(Semaphore::release);
    }

    /** Empty if another trial has begun since. */
    private Optional<Semaphore> known(TargetId target, KeyTrial trial) {
        return Optional.ofNullable(places.get(target))
                .filter(known -> known.startedAt().equals(trial.startedAt()))
                .map(Places::left);
    }

    private static void warn(TargetId target, RuntimeException failure) {
        log.warn(
                "what the receiver of {} answered to a new key could not be noted",
                target,
                failure);
    }

    private static void apart(Runnable step) {
        Thread.ofVirtual().start(step);
    }

    /** What could not be noted yet is tried no more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
