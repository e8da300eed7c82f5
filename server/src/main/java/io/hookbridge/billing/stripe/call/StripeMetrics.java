package io.hookbridge.billing.stripe.call;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.wire.AttemptListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.Locale;

/**
 * The meters of this package: {@code hookbridge.stripe.attempt}, a timer of single tries, and
 * {@code hookbridge.stripe.operation}, a counter of outcomes. Labels are closed sets; none names a
 * tenant.
 */
public record StripeMetrics(MeterRegistry registry, Mode mode) {

    public StripeMetrics {
        for (Operation operation : Operation.values()) {
            for (Kind kind : Kind.values()) {
                switch (Failure.causeOf(kind)) {
                    // Present from the start, so that a rule on the first increase works.
                    case SETTINGS, KEY -> counter(registry, mode, operation, kind.word());
                    case OUTAGE, LOAD, CALLER -> {}
                }
            }
        }
    }

    AttemptListener attemptsOf(Operation operation) {
        return attempt ->
                registry.timer(
                                "hookbridge.stripe.attempt",
                                "mode",
                                mode.word(),
                                "operation",
                                operation.word(),
                                "outcome",
                                attempt.outcome().word(),
                                "retry",
                                Boolean.toString(attempt.number() > 1))
                        .record(attempt.took());
    }

    void ended(Operation operation, String outcome) {
        counter(registry, mode, operation, outcome.toLowerCase(Locale.ROOT)).increment();
    }

    private static Counter counter(
            MeterRegistry registry, Mode mode, Operation operation, String outcome) {
        return registry.counter(
                "hookbridge.stripe.operation",
                "mode",
                mode.word(),
                "operation",
                operation.word(),
                "outcome",
                outcome);
    }
}
