package io.hookbridge.billing.stripe.call;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.stripe.wire.AttemptListener;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.Locale;

/**
 * The meters of this package: {@code hookbridge.stripe.attempt}, a timer of single tries, and
 * {@code hookbridge.stripe.operation}, a counter of outcomes. Labels are closed sets; none names a
 * tenant.
 */
public record StripeMetrics(MeterRegistry registry, Mode mode) {

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
        registry.counter(
                        "hookbridge.stripe.operation",
                        "mode",
                        mode.word(),
                        "operation",
                        operation.word(),
                        "outcome",
                        outcome.toLowerCase(Locale.ROOT))
                .increment();
    }
}
