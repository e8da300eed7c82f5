package io.hookbridge.delivery;

import io.hookbridge.base.Ticker;
import io.hookbridge.delivery.signing.SignDelivery;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.net.Header;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Posted;
import io.hookbridge.net.TargetClient;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes attempts, each on a thread of its own from its beginning until it is written down: signs,
 * posts, and has what came of it judged.
 */
final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final TargetClient client;
    private final String userAgent;
    private final JudgeAttempt judge;
    private final RecordAttempts records;
    private final DeliveryTargets targets;
    private final DeliveryMetrics metrics;
    private final InstantSource clock;
    private final Ticker ticker;
    private final HeldHere held;

    /**
     * @param userAgent what deliveries say of the sender
     */
    Attempts(
            TargetClient client,
            String userAgent,
            JudgeAttempt judge,
            RecordAttempts records,
            DeliveryTargets targets,
            DeliveryMetrics metrics,
            InstantSource clock,
            Ticker ticker,
            HeldHere held) {
        this.client = client;
        this.userAgent = userAgent;
        this.judge = judge;
        this.records = records;
        this.targets = targets;
        this.metrics = metrics;
        this.clock = clock;
        this.ticker = ticker;
        this.held = held;
    }

    void start(Lanes lanes, Lane lane, DeliveryTarget target, HeldMessage message) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        run(lanes, lane, target, message);
                    } catch (RuntimeException bug) {
                        // The row still names this node: it is freed when nobody here knows the
                        // message.
                        log.error(
                                "the attempt to deliver message {} failed in this server",
                                message.id(),
                                bug);
                    } finally {
                        held.remove(message);
                        lanes.done(message);
                    }
                });
    }

    private void run(Lanes lanes, Lane lane, DeliveryTarget target, HeldMessage message) {
        byte[] payload = message.payload();
        if (payload == null || !clock.instant().isBefore(message.payloadExpiresAt())) {
            lanes.finished(lane, Lane.Ending.NOT_MADE);
            held.giveBackExpired(message);
            return;
        }
        Map<String, String> headers = message.headers();
        if (headers == null) {
            lanes.finished(lane, Lane.Ending.NOT_MADE);
            log.error(
                    "the headers of message {} were sealed with another secret key", message.id());
            record(judge.withoutHeaders(message, target, clock.instant()));
            return;
        }
        Lane.Ending ending = Lane.Ending.FAILED;
        Attempt attempt;
        try {
            attempt = make(message, payload, headers, target);
            ending = keepsUp(attempt) ? Lane.Ending.KEPT_UP : Lane.Ending.FAILED;
        } finally {
            lanes.finished(lane, ending);
        }
        record(attempt);
        if (attempt.decision() instanceof RetryDecision.GiveUp(RetryDecision.Reason reason)
                && reason == RetryDecision.Reason.GONE) {
            targets.pauseBecauseGone(message.target(), clock.instant());
        }
    }

    /**
     * Blocks until the receiver has answered or its time is over; throws nothing that a receiver
     * can cause.
     *
     * @param added headers of the message
     */
    private Attempt make(
            HeldMessage message, byte[] payload, Map<String, String> added, DeliveryTarget target) {
        Instant startedAt = clock.instant();
        long began = ticker.nanos();
        Map<String, String> headers = headers(message, payload, added, target, startedAt);
        List<Header> sent = new ArrayList<>(headers.size());
        headers.forEach((name, value) -> sent.add(new Header(name, value)));
        int processingMs = (int) ((ticker.nanos() - began) / 1_000_000);
        Posted posted = client.post(target.url(), sent, payload);
        return judge.judge(
                message,
                target,
                new JudgeAttempt.Made(startedAt, processingMs, headers, posted, clock.instant()));
    }

    private Map<String, String> headers(
            HeldMessage message,
            byte[] payload,
            Map<String, String> added,
            DeliveryTarget target,
            Instant startedAt) {
        // Names of headers have no case: of two that are the same the later one is sent.
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", message.contentType());
        headers.put("User-Agent", userAgent);
        headers.putAll(target.headers());
        headers.putAll(added);
        headers.put("X-Webhook-Id", message.id().toString());
        headers.put("X-Webhook-Attempt", Integer.toString(message.nextAttempt()));
        if (target.signed() && !target.keys().isEmpty()) {
            // HookBridge's receivers expect the time of the request that sent the message; those of
            // Standard Webhooks refuse what is old, so each attempt is signed with its own time.
            Instant signedAt =
                    target.scheme() == SignatureScheme.HOOKBRIDGE ? message.createdAt() : startedAt;
            headers.putAll(
                    SignDelivery.headers(
                            target.scheme(),
                            message.id().toString(),
                            signedAt.getEpochSecond(),
                            payload,
                            target.keys()));
        }
        return headers;
    }

    private void record(Attempt attempt) {
        metrics.made(attempt);
        records.record(attempt);
    }

    /** Whether the target can take as much as it got, whatever it thinks of the message. */
    private static boolean keepsUp(Attempt attempt) {
        return attempt.posted().outcome() instanceof Outcome.Answered(int status, _, _, _)
                && status < 500
                && status != 429
                && status != 408;
    }
}
