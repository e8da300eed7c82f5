package io.hookbridge.delivery;

import io.hookbridge.delivery.retry.RetryDecision;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.net.Outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/** Runs attempts, each on a thread of its own from its beginning until its result is written. */
final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final MakeAttempt make;
    private final RecordResults results;
    private final DeliveryTargets targets;
    private final DeliveryMetrics metrics;
    private final InstantSource clock;
    private final Consumer<Job> expired;
    private final Consumer<Job> done;

    /**
     * @param expired takes back messages whose payload is gone
     * @param done told of every message that has left this node's hands
     */
    Attempts(
            MakeAttempt make,
            RecordResults results,
            DeliveryTargets targets,
            DeliveryMetrics metrics,
            InstantSource clock,
            Consumer<Job> expired,
            Consumer<Job> done) {
        this.make = make;
        this.results = results;
        this.targets = targets;
        this.metrics = metrics;
        this.clock = clock;
        this.expired = expired;
        this.done = done;
    }

    void start(Lanes lanes, Lane lane, DeliveryTarget target, Job job) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        run(lanes, lane, target, job);
                    } catch (RuntimeException bug) {
                        // The row still names this node: it is freed when nobody here knows the
                        // message.
                        log.error(
                                "the attempt to deliver message {} failed in this server",
                                job.id(),
                                bug);
                    } finally {
                        done.accept(job);
                        lanes.done(job);
                    }
                });
    }

    private void run(Lanes lanes, Lane lane, DeliveryTarget target, Job job) {
        byte[] payload = job.payload();
        if (payload == null || !clock.instant().isBefore(job.payloadExpiresAt())) {
            lanes.finished(lane, Lane.Ending.NOT_MADE);
            expired.accept(job);
            return;
        }
        Map<String, String> headers = job.headers();
        if (headers == null) {
            lanes.finished(lane, Lane.Ending.NOT_MADE);
            log.error("the headers of message {} were sealed with another secret key", job.id());
            record(make.withoutHeaders(job, target));
            return;
        }
        Lane.Ending ending = Lane.Ending.FAILED;
        Result result;
        try {
            result = make.make(job, payload, headers, target);
            ending = copes(result) ? Lane.Ending.COPED : Lane.Ending.FAILED;
        } finally {
            lanes.finished(lane, ending);
        }
        record(result);
        if (result.decision() instanceof RetryDecision.GiveUp(RetryDecision.Reason reason)
                && reason == RetryDecision.Reason.GONE) {
            targets.pauseBecauseGone(job.endpoint(), clock.instant());
        }
    }

    private void record(Result result) {
        metrics.made(result);
        results.record(result);
    }

    /** Whether the endpoint can take as much as it got, whatever it thinks of the message. */
    private static boolean copes(Result result) {
        return result.posted().outcome() instanceof Outcome.Answered(int status, _, _, _)
                && status < 500
                && status != 429
                && status != 408;
    }
}
