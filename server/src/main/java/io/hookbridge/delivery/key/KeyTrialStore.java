package io.hookbridge.delivery.key;

import io.hookbridge.delivery.target.KeyTrial;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;

/** What comes of a trial that is under way; of one that is over nothing is noted. */
final class KeyTrialStore {

    private final Jdbi jdbi;

    KeyTrialStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One more message was accepted; with the last one the trial is over. */
    void accepted(KeyTrial trial, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE signing_key
                                   SET trial_accepted = trial_accepted + 1,
                                       trial_ended_at = CASE WHEN trial_accepted + 1 = trial_size THEN :now::timestamptz END
                                 WHERE id = :key
                                   AND trial_started_at = :startedAt
                                   AND trial_ended_at IS NULL
                                """)
                        .bind("key", trial.key().value())
                        .bind("startedAt", trial.startedAt())
                        .bind("now", now)
                        .execute());
    }

    /** A message was refused, with which the trial is over. */
    void refused(KeyTrial trial, int status, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE signing_key
                                   SET trial_refusal = :status, trial_ended_at = :now
                                 WHERE id = :key
                                   AND trial_started_at = :startedAt
                                   AND trial_ended_at IS NULL
                                """)
                        .bind("key", trial.key().value())
                        .bind("startedAt", trial.startedAt())
                        .bind("status", status)
                        .bind("now", now)
                        .execute());
    }
}
