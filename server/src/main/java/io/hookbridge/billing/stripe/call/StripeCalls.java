package io.hookbridge.billing.stripe.call;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;

import io.hookbridge.base.Ticker;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.stripe.guard.Gate;
import io.hookbridge.billing.stripe.wire.Deadline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs the operations of one mode: through the gate, under a deadline, with every failure turned
 * into a value, counted and logged. Nothing that Stripe or its SDK does gets past this class as an
 * exception.
 */
public final class StripeCalls {

    private static final Logger LOG = LoggerFactory.getLogger(StripeCalls.class);

    private final StripeClients clients;
    private final StripeMetrics metrics;
    private final Gates gates;
    private final Contact contact;
    private final Ticker ticker;

    /**
     * The operations that have not succeeded since Stripe was away or our key was not good enough
     * for them, and which of it was last.
     */
    private final Map<Operation, Failure.Cause> failing = new ConcurrentHashMap<>();

    private final RetryAfter retryAfter =
            new RetryAfter(() -> ThreadLocalRandom.current().nextLong());

    public StripeCalls(
            StripeClients clients, StripeMetrics metrics, StripeLimits limits, Ticker ticker) {
        this.clients = clients;
        this.metrics = metrics;
        this.gates = new Gates(limits, ticker);
        this.contact = new Contact(ticker);
        this.ticker = ticker;
    }

    /** One operation under way. */
    public record Call(StripeClient stripe, Deadline deadline) {}

    /** What an operation does once it is let in. */
    @FunctionalInterface
    public interface Work<T> {
        Asked<T> run(Call call) throws StripeException;
    }

    public <T> Asked<T> run(Operation operation, Duration budget, Work<T> work) {
        return switch (gates.of(operation).enter()) {
            case Gate.Refused refused -> {
                metrics.ended(operation, refused.reason().name());
                yield FailureReading.of(refused, retryAfter).asked();
            }
            case Gate.Permit permit -> {
                try (permit) {
                    yield run(operation, newCall(operation, budget), permit, work);
                }
            }
        };
    }

    private <T> Asked<T> run(Operation operation, Call call, Gate.Permit permit, Work<T> work) {
        Asked<T> result;
        try {
            result = work.run(call);
        } catch (StripeException | RuntimeException thrown) {
            Failure failure = FailureReading.of(thrown, retryAfter);
            note(operation, failure);
            report(failure, permit);
            return failure.asked();
        }
        permit.answered();
        contact.succeeded();
        metrics.ended(operation, "succeeded");
        if (failing.remove(operation) != null) {
            LOG.info(
                    "Stripe answers again: operation={} mode={}",
                    operation.word(),
                    metrics.mode().word());
        }
        return result;
    }

    private Call newCall(Operation operation, Duration budget) {
        Deadline deadline = Deadline.in(budget, ticker);
        return new Call(
                clients.client(operation, deadline, metrics.attemptsOf(operation)), deadline);
    }

    /** Tells the breaker; of an abandoned call it learns nothing. */
    private static void report(Failure failure, Gate.Permit permit) {
        switch (failure.cause()) {
            case OUTAGE -> permit.failed();
            case SETTINGS, KEY, LOAD -> permit.answered();
            case CALLER -> {}
        }
    }

    private void note(Operation operation, Failure failure) {
        Trace trace = failure.trace();
        contact.failed(operation, failure);
        if (failure.provesTheKey()) {
            failing.remove(operation, Failure.Cause.KEY);
        }
        metrics.ended(operation, failure.word());
        LOG.atLevel(level(operation, failure))
                .log(
                        "Stripe call failed: operation={} mode={} kind={} error={} status={} request={}"
                                + " code={} param={}",
                        operation.word(),
                        metrics.mode().word(),
                        failure.word(),
                        trace.error(),
                        trace.status(),
                        trace.request(),
                        trace.code(),
                        trace.param());
    }

    /**
     * An outage is told once, until Stripe answers again: it may last a night. So is a key that may
     * not do this: an operator may want it that way.
     */
    private Level level(Operation operation, Failure failure) {
        return switch (failure.cause()) {
            case SETTINGS -> Level.ERROR;
            case KEY -> isNew(operation, failure) ? Level.ERROR : Level.DEBUG;
            case OUTAGE -> isNew(operation, failure) ? Level.WARN : Level.DEBUG;
            case LOAD, CALLER -> Level.WARN;
        };
    }

    private boolean isNew(Operation operation, Failure failure) {
        return failing.put(operation, failure.cause()) != failure.cause();
    }

    /**
     * Whether the breaker lets everybody through and our key is good enough, as far as known. What
     * it may not do for another operation does not count.
     */
    public boolean canSucceed(Operation operation) {
        return gates.of(operation).isClosed()
                && failing.get(operation) != Failure.Cause.KEY
                && !contact.isKeyRefused();
    }

    /** Adds what the readiness page shows, each name after {@code prefix}. */
    public void describe(String prefix, Map<String, String> details) {
        for (Operation operation : Operation.values()) {
            details.put(prefix + "breaker." + operation.word(), gates.of(operation).word());
        }
        contact.describe(prefix, details);
    }
}
