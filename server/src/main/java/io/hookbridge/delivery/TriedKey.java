package io.hookbridge.delivery;

import io.hookbridge.delivery.key.KeyTrials;
import io.hookbridge.delivery.retry.AttemptOutcome;
import io.hookbridge.delivery.retry.RetrySchedule;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.KeyTrial;
import io.hookbridge.message.HeldMessage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * The part of one attempt in the trial of a new key. Belongs to whoever makes the attempt, one
 * thread after the other.
 */
final class TriedKey {

    private final KeyTrials trials;
    private final DeliveryTarget target;
    private final KeyTrial trial;
    private boolean isSettled;

    private TriedKey(KeyTrials trials, DeliveryTarget target, KeyTrial trial) {
        this.trials = trials;
        this.target = target;
        this.trial = trial;
    }

    /**
     * Takes part if there is a trial that the message is for and that has room.
     *
     * @return null if it does not
     */
    static @Nullable TriedKey take(
            KeyTrials trials, DeliveryTarget target, HeldMessage message, Instant now) {
        KeyTrial trial = target.trial();
        return trial != null
                        && target.signed()
                        && trial.isFor(message, now)
                        && trials.take(target.id(), trial)
                ? new TriedKey(trials, target, trial)
                : null;
    }

    /** What the attempt is signed with. */
    List<SigningSecret> keys() {
        return List.of(target.keys().getLast());
    }

    /** Tells what the receiver thinks of the key. */
    void settle(AttemptOutcome outcome) {
        isSettled = true;
        switch (outcome) {
            case AttemptOutcome.Answered answered when answered.isSuccess() ->
                    trials.accepted(target.id(), trial);
            case AttemptOutcome.Answered(int status, _)
                    when RetrySchedule.refusesKey(outcome, target.retries()) ->
                    trials.refused(target.id(), trial, status);
            case AttemptOutcome.Answered _, AttemptOutcome.Unanswered _ ->
                    trials.undecided(target.id(), trial);
        }
    }

    /** The attempt is over; if it told nothing of the key, another one may. */
    void end() {
        if (!isSettled) {
            isSettled = true;
            trials.undecided(target.id(), trial);
        }
    }
}
