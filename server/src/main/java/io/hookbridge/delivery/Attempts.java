package io.hookbridge.delivery;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.Json;
import io.hookbridge.base.Ticker;
import io.hookbridge.delivery.key.KeyTrials;
import io.hookbridge.delivery.signing.DeliverySignature;
import io.hookbridge.delivery.target.AddedHeaders;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.Forwarding;
import io.hookbridge.delivery.target.SignAsProvider;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.KeptHeaders;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Header;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.client.TargetClient;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Makes attempts: signs, posts and judges what came of it on the event loop of the target, and has
 * that written down elsewhere. No thread waits for a receiver or for the database's commit.
 */
final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private static final Executor OWN_THREADS = task -> Thread.ofVirtual().start(task);

    private final TargetClient client;
    private final String userAgent;
    private final JudgeAttempt judge;
    private final RecordAttempts records;
    private final DeliveryTargets targets;
    private final KeyTrials trials;
    private final DeliveryMetrics metrics;
    private final InstantSource clock;
    private final Ticker ticker;
    private final HeldHere held;
    private final GiveBacks giveBacks;
    private final MessageTraces traces;

    /**
     * @param userAgent what deliveries say of the sender
     */
    Attempts(
            TargetClient client,
            String userAgent,
            JudgeAttempt judge,
            RecordAttempts records,
            DeliveryTargets targets,
            KeyTrials trials,
            DeliveryMetrics metrics,
            InstantSource clock,
            Ticker ticker,
            HeldHere held,
            GiveBacks giveBacks,
            MessageTraces traces) {
        this.client = client;
        this.userAgent = userAgent;
        this.judge = judge;
        this.records = records;
        this.targets = targets;
        this.trials = trials;
        this.metrics = metrics;
        this.clock = clock;
        this.ticker = ticker;
        this.held = held;
        this.giveBacks = giveBacks;
        this.traces = traces;
    }

    /** Begins an attempt; see {@link Starter#start}. Never fails. */
    void start(Lanes lanes, Lane lane, DeliveryTarget target, HeldMessage message) {
        new Run(lanes, lane, target, message).start();
    }

    /** One attempt, from its beginning until it is written down; on one thread after the other. */
    private final class Run {

        private final Lanes lanes;
        private final Lane lane;
        private final DeliveryTarget target;
        private final HeldMessage message;
        private @Nullable TriedKey tried;
        private boolean finished;
        private boolean leaving;
        private boolean over;

        Run(Lanes lanes, Lane lane, DeliveryTarget target, HeldMessage message) {
            this.lanes = lanes;
            this.lane = lane;
            this.target = target;
            this.message = message;
        }

        /** Goes on when the loop comes to it, or on a thread of its own if signing takes long. */
        void start() {
            guarded(() -> {
                AddedHeaders ofTarget = lane.addedHeaders(target);
                (SignAttempt.takesLong(message, target) ? OWN_THREADS : lane.loop())
                        .execute(() -> guarded(() -> begin(ofTarget)));
            });
        }

        /**
         * Waits for nothing.
         *
         * @param ofTarget the headers of every delivery to the target
         */
        private void begin(AddedHeaders ofTarget) {
            byte[] payload = message.payload();
            MessageHead head = message.head();
            if (payload == null || judge.isExpired(message)) {
                // Retention will give it up; until then it is taken once a minute.
                giveBack(GiveBacks.REST);
            } else if (head == null) {
                giveUpUnreadable();
            } else {
                switch (head) {
                    case MessageHead.Sent(Map<String, String> ofMessage) -> {
                        Map<String, String> own = traces.sent(message, ofMessage);
                        send(
                                payload,
                                own.isEmpty() ? ofTarget : AddedHeaders.of(target.headers(), own));
                    }
                    case MessageHead.Received received -> forward(payload, received);
                }
            }
        }

        /** Goes on in such a way that the attempt ends, also by a mistake in this server. */
        private void guarded(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException | Error bug) {
                abandon(bug);
            }
        }

        /** Goes on where something may wait. */
        private void apart(Runnable step) {
            OWN_THREADS.execute(() -> guarded(step));
        }

        private void abandon(Throwable bug) {
            log.error("the attempt to deliver message {} failed in this server", message.id(), bug);
            finish(Lane.Ending.FAILED);
            // The next attempt fails as well, most likely.
            leave(GiveBacks.REST);
        }

        private void giveBack(Duration rest) {
            finish(Lane.Ending.NOT_MADE);
            leave(rest);
        }

        /** Has the message wait in the queue. */
        private void leave(Duration rest) {
            if (!leaving) {
                leaving = true;
                var _ = giveBacks.giveBack(message, rest).thenRun(this::over);
            }
        }

        private void giveUpUnreadable() {
            finish(Lane.Ending.NOT_MADE);
            log.error(
                    "the headers of message {} were sealed with another secret key", message.id());
            record(judge.withoutHeaders(message, target, clock.instant()));
        }

        private void send(byte[] payload, AddedHeaders added) {
            Instant startedAt = clock.instant();
            long began = ticker.nanos();
            long signedAt = SentHeaders.signedAt(target.scheme(), message.createdAt(), startedAt);
            TriedKey newKey = TriedKey.take(trials, target, message, startedAt);
            tried = newKey;
            DeliverySignature signature =
                    SignAttempt.with(
                            newKey == null ? target.keys() : newKey.keys(),
                            message,
                            payload,
                            target,
                            signedAt);
            List<Header> headers =
                    SentHeaders.of(
                            message.contentType(),
                            userAgent,
                            message.id().toString(),
                            message.nextAttempt(),
                            signature,
                            signedAt,
                            added.sent());
            KeptHeaders kept =
                    new KeptHeaders(
                            userAgent,
                            signature == null ? null : signature.stored(),
                            added.shown());
            post(payload, null, headers, kept, added.secrets(), startedAt, began);
        }

        private void forward(byte[] payload, MessageHead.Received head) {
            Instant startedAt = clock.instant();
            long began = ticker.nanos();
            Forwarding forwarding = Objects.requireNonNull(target.forwarding());
            long signedAt = SentHeaders.signedAt(target.scheme(), message.createdAt(), startedAt);
            DeliverySignature signature =
                    SignAttempt.with(target.keys(), message, payload, target, signedAt);
            KeptHeaders kept =
                    new KeptHeaders(
                            ForwardedHeaders.userAgent(head).orElse(userAgent),
                            signature == null ? null : signature.stored(),
                            Json.MAPPER.writeValueAsString(
                                    ForwardedHeaders.added(message, head, forwarding)));
            String query = ForwardedHeaders.query(head, forwarding);
            String url = ForwardedHeaders.url(target.url(), query);
            List<Header> headers =
                    ForwardedHeaders.replaced(
                            ForwardedHeaders.of(
                                    message, head, forwarding, userAgent, signature, signedAt),
                            traces.isOn() ? List.of(traces.header(message)) : List.of());
            SignAsProvider signer = forwarding.signer();
            post(
                    payload,
                    query,
                    signer == null
                            ? headers
                            : ForwardedHeaders.replaced(
                                    headers,
                                    signer.headers(head, url, headers, payload, startedAt)),
                    kept,
                    List.of(),
                    startedAt,
                    began);
        }

        private void post(
                byte[] payload,
                @Nullable String query,
                List<Header> headers,
                KeptHeaders kept,
                List<String> secrets,
                Instant startedAt,
                long began) {
            int processingMs = (int) ((ticker.nanos() - began) / 1_000_000);
            CrashPoint.ATTEMPT_READY.pass();
            var _ =
                    client.post(
                                    new Destination(
                                            target.id(),
                                            target.environment().id(),
                                            target.url(),
                                            query),
                                    headers,
                                    payload,
                                    target.retries().timeout(),
                                    () -> lanes.mayStart() && held.mayBegin(message))
                            .thenAccept(posted ->
                                    posted.ifPresentOrElse(
                                            answer ->
                                                    judge(
                                                            new JudgeAttempt.Made(
                                                                    startedAt,
                                                                    ForwardedHeaders.url(
                                                                            target.url(), query),
                                                                    processingMs,
                                                                    tried != null,
                                                                    kept,
                                                                    secrets,
                                                                    answer,
                                                                    clock.instant())),
                                            this::postpone))
                            .exceptionally(this::failed);
        }

        private void postpone() {
            endTrial();
            metrics.postponed();
            lane.loop().execute(() -> guarded(this::putOff));
        }

        /** On the loop of the lane. */
        private void putOff() {
            if (held.isStopped(message)) {
                giveBack(Duration.ZERO);
            } else if (held.has(message)) {
                lanes.putOff(lane, message);
            } else {
                finish(Lane.Ending.NOT_MADE);
                over();
            }
        }

        private void endTrial() {
            if (tried != null) {
                tried.end();
            }
        }

        private void judge(JudgeAttempt.Made made) {
            CrashPoint.ATTEMPT_ANSWERED.pass();
            if (tried != null) {
                tried.settle(JudgeAttempt.outcome(made.posted(), made.endedAt()));
            }
            var _ =
                    judge.judge(message, target, made)
                            .thenAccept(attempt -> {
                                finish(keepsUp(attempt) ? Lane.Ending.KEPT_UP : Lane.Ending.FAILED);
                                record(attempt);
                            })
                            .exceptionally(this::failed);
        }

        private @Nullable Void failed(Throwable bug) {
            abandon(bug);
            return null;
        }

        private void record(Attempt attempt) {
            metrics.made(attempt);
            traces.made(attempt);
            var _ =
                    records.record(attempt)
                            .thenAccept(written -> {
                                if (!written) {
                                    leave(Duration.ZERO);
                                } else if (isGone(attempt)) {
                                    apart(() -> pause(attempt));
                                } else {
                                    over();
                                }
                            });
        }

        /** Ends an attempt that is written down already: it does not fail if this does. */
        private void pause(Attempt attempt) {
            try {
                targets.pauseBecauseGone(
                        message.target(), target.url(), attempt.startedAt(), clock.instant());
            } catch (RuntimeException | Error failure) {
                log.error(
                        "target {} answered 410 Gone but could not be paused; its next 410 pauses it",
                        message.target(),
                        failure);
            }
            over();
        }

        /** The target is done with the message. */
        private void finish(Lane.Ending ending) {
            if (!finished) {
                finished = true;
                endTrial();
                lanes.finished(lane, ending);
            }
        }

        /** This node is done with the message. */
        private void over() {
            if (!over) {
                over = true;
                held.remove(message);
                lanes.done(lane, message);
            }
        }
    }

    private static boolean isGone(Attempt attempt) {
        return attempt.decision() instanceof RetryDecision.GiveUp(RetryDecision.Reason reason)
                && reason == RetryDecision.Reason.GONE;
    }

    /** Whether the target can take as much as it got, whatever it thinks of the message. */
    private static boolean keepsUp(Attempt attempt) {
        return attempt.posted().outcome() instanceof Outcome.Answered(int status, _, _, _)
                && status < 500
                && status != 429
                && status != 408;
    }
}
