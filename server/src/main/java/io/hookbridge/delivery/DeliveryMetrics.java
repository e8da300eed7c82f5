package io.hookbridge.delivery;

import io.hookbridge.delivery.fair.Memory;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.net.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the delivery of this node is doing, for all targets together. */
final class DeliveryMetrics {

    private final Timer answered;
    private final Timer unanswered;
    private final Timer firstAttempt;
    private final Counter succeeded;
    private final Counter again;
    private final Counter dead;
    private final Counter lostLeases;
    private final Counter lostConnections;
    private final Counter postponed;

    DeliveryMetrics(MeterRegistry meters) {
        answered = attempts(meters, "answered");
        unanswered = attempts(meters, "unanswered");
        firstAttempt =
                Timer.builder("hookbridge.delivery.wait")
                        .description("Time from the acceptance of a message to its first attempt")
                        .register(meters);
        succeeded = decisions(meters, "succeeded");
        again = decisions(meters, "pending_retry");
        dead = decisions(meters, "failed_permanent");
        lostLeases =
                Counter.builder("hookbridge.delivery.lost.leases")
                        .description("Attempts whose message was in other hands when they ended")
                        .register(meters);
        lostConnections =
                Counter.builder("hookbridge.delivery.lost.connections")
                        .description("Requests sent once more because a kept connection had ended")
                        .register(meters);
        postponed =
                Counter.builder("hookbridge.delivery.postponed")
                        .description(
                                "Attempts put off: too many look-ups of names, no name server, no socket, or no connection")
                        .register(meters);
    }

    private static Timer attempts(MeterRegistry meters, String outcome) {
        return Timer.builder("hookbridge.delivery.attempts")
                .description("Attempts to deliver a message")
                .tag("outcome", outcome)
                .register(meters);
    }

    private static Counter decisions(MeterRegistry meters, String status) {
        return Counter.builder("hookbridge.delivery.decisions")
                .description("What followed from attempts")
                .tag("status", status)
                .register(meters);
    }

    void watch(MeterRegistry meters, Lanes lanes) {
        Gauge.builder("hookbridge.delivery.running", lanes, Lanes::underWay)
                .description("Attempts under way")
                .register(meters);
        Gauge.builder("hookbridge.delivery.waiting", lanes, Lanes::waiting)
                .description("Messages that wait in this node's memory")
                .register(meters);
        Gauge.builder("hookbridge.delivery.waiting.bytes", lanes.memory(), Memory::held)
                .description("Memory that messages in this node's hands take")
                .register(meters);
    }

    void made(Attempt attempt) {
        Timer timer =
                switch (attempt.posted().outcome()) {
                    case Outcome.Answered _ -> answered;
                    case Outcome.Failed _ -> unanswered;
                };
        timer.record(attempt.posted().phases().totalMs(), TimeUnit.MILLISECONDS);
        if (attempt.posted().phases().lostMs() != null) {
            lostConnections.increment();
        }
        if (attempt.message().nextAttempt() == 1) {
            firstAttempt.record(
                    Duration.between(attempt.message().createdAt(), attempt.startedAt()));
        }
        switch (attempt.decision()) {
            case RetryDecision.Done _ -> succeeded.increment();
            case RetryDecision.Again _ -> again.increment();
            case RetryDecision.GiveUp _ -> dead.increment();
        }
    }

    /** An attempt was not made yet because this server lacks something for it. */
    void postponed() {
        postponed.increment();
    }

    void lostLease() {
        lostLeases.increment();
    }
}
