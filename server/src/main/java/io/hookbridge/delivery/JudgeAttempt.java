package io.hookbridge.delivery;

import io.hookbridge.access.Environment;
import io.hookbridge.base.Uuid7;
import io.hookbridge.delivery.retry.AttemptOutcome;
import io.hookbridge.delivery.retry.RetryAfter;
import io.hookbridge.delivery.retry.RetrySchedule;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.MaskedUrl;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.KeptHeaders;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.message.explanation.FailureKind;
import io.hookbridge.net.Cause;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** Says what came of an attempt to deliver a message, and what follows. */
final class JudgeAttempt {

    private final Function<Environment, CompletableFuture<Integer>> maxRetries;
    private final InstantSource databaseTime;
    private final Uuid7 ids;
    private final DoubleSupplier random;

    /**
     * @param maxRetries what the plan of an environment allows; may fail, must not wait
     * @param databaseTime by which the end of payloads is told
     * @param random from 0 to below 1, for the jitter of retries
     */
    JudgeAttempt(
            Function<Environment, CompletableFuture<Integer>> maxRetries,
            InstantSource databaseTime,
            Uuid7 ids,
            DoubleSupplier random) {
        this.maxRetries = maxRetries;
        this.databaseTime = databaseTime;
        this.ids = ids;
        this.random = random;
    }

    /**
     * A request that was made.
     *
     * @param url where it went
     * @param processingMs the time it took to prepare it, in milliseconds
     * @param withNewKeyAlone whether the receiver may not know the key that it was signed with
     * @param kept of the headers that were sent
     * @param secrets among them that must not be shown
     * @param endedAt when the answer was complete, or given up
     */
    record Made(
            Instant startedAt,
            String url,
            int processingMs,
            boolean withNewKeyAlone,
            KeptHeaders kept,
            List<String> secrets,
            Posted posted,
            Instant endedAt) {}

    /** Whether the time of the payload is over, so that it is not sent any more. */
    boolean isExpired(HeldMessage message) {
        return untilExpiry(message).compareTo(Duration.ZERO) <= 0;
    }

    private Duration untilExpiry(HeldMessage message) {
        return Duration.between(databaseTime.instant(), message.payloadExpiresAt());
    }

    /** Ends at once if the plan is in memory or not needed, else on another thread. */
    CompletableFuture<Attempt> judge(HeldMessage message, DeliveryTarget target, Made made) {
        AttemptOutcome outcome = outcome(made.posted(), made.endedAt());
        RetryPolicy policy = target.retries();
        if (made.withNewKeyAlone() && RetrySchedule.refusesKey(outcome, policy)) {
            return CompletableFuture.completedFuture(
                    attempt(message, made, RetrySchedule.afterRefusedKey(untilExpiry(message))));
        }
        if (!RetrySchedule.mayRetryAfter(outcome, policy)) {
            return CompletableFuture.completedFuture(judge(message, policy, made, outcome, 0));
        }
        // The attempt has been made, so its result must not be lost because the database cannot be
        // asked just now: retries then go on as far as the policy has them.
        return maxRetries
                .apply(target.environment())
                .exceptionally(_ -> policy.retries())
                .thenApply(most -> judge(message, policy, made, outcome, most));
    }

    private Attempt judge(
            HeldMessage message,
            RetryPolicy policy,
            Made made,
            AttemptOutcome outcome,
            int maxRetries) {
        return attempt(
                message,
                made,
                RetrySchedule.after(
                        outcome,
                        policy,
                        message.nextAttemptOfRun(),
                        maxRetries,
                        untilExpiry(message),
                        random.getAsDouble()));
    }

    private Attempt attempt(HeldMessage message, Made made, RetryDecision decision) {
        Posted posted = made.posted();
        return new Attempt(
                message,
                ids.next(),
                made.startedAt(),
                made.processingMs(),
                MaskedUrl.of(made.url()),
                made.kept(),
                responseHeaders(posted, made.secrets()),
                posted,
                decision,
                error(posted, decision),
                made.endedAt());
    }

    /**
     * Gives up, without a request, a message whose headers cannot be opened: it could never be
     * delivered as it was sent.
     */
    Attempt withoutHeaders(HeldMessage message, DeliveryTarget target, Instant now) {
        Outcome unsent = new Outcome.Failed(Cause.BROKEN, FailureKind.SEALED_OTHERWISE);
        return new Attempt(
                message,
                ids.next(),
                now,
                0,
                MaskedUrl.of(target.url()),
                null,
                null,
                new Posted(unsent, Phases.NONE),
                new RetryDecision.GiveUp(RetryDecision.Reason.UNREADABLE),
                FailureKind.SEALED_OTHERWISE,
                now);
    }

    private static @Nullable String responseHeaders(Posted posted, List<String> secrets) {
        return posted.outcome() instanceof Outcome.Answered answered
                ? AnsweredHeaders.json(answered.headers(), secrets)
                : null;
    }

    static AttemptOutcome outcome(Posted posted, Instant at) {
        return switch (posted.outcome()) {
            case Outcome.Answered answered ->
                    new AttemptOutcome.Answered(
                            answered.status(), RetryAfter.in(answered.headers(), at));
            case Outcome.Failed _ -> new AttemptOutcome.Unanswered();
        };
    }

    private static @Nullable String error(Posted posted, RetryDecision decision) {
        if (decision instanceof RetryDecision.Done) {
            return null;
        }
        return switch (posted.outcome()) {
            case Outcome.Answered answered -> "HTTP " + answered.status();
            case Outcome.Failed failed -> failed.sentence();
        };
    }
}
