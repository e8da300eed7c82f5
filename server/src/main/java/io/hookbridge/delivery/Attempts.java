package io.hookbridge.delivery;

import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.net.Outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.Map;

/** Runs attempts, each on a thread of its own from its beginning until it is written down. */
final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final MakeAttempt make;
    private final RecordAttempts records;
    private final DeliveryTargets targets;
    private final DeliveryMetrics metrics;
    private final InstantSource clock;
    private final HeldHere held;

    Attempts(
            MakeAttempt make,
            RecordAttempts records,
            DeliveryTargets targets,
            DeliveryMetrics metrics,
            InstantSource clock,
            HeldHere held) {
        this.make = make;
        this.records = records;
        this.targets = targets;
        this.metrics = metrics;
        this.clock = clock;
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
            record(make.withoutHeaders(message, target));
            return;
        }
        Lane.Ending ending = Lane.Ending.FAILED;
        Attempt attempt;
        try {
            attempt = make.make(message, payload, headers, target);
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
