package io.hookbridge.billing.stripe.call;

import io.hookbridge.base.Ticker;
import io.hookbridge.base.TokenBucket;
import io.hookbridge.billing.stripe.guard.CircuitBreaker;
import io.hookbridge.billing.stripe.guard.Gate;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** One gate for each operation, so that one that fails or is crowded does not hold up another. */
final class Gates {

    private static final int UNBOUNDED = 1_000_000;

    private final Map<Operation, Gate> gates = new EnumMap<>(Operation.class);

    Gates(StripeLimits limits, Ticker ticker) {
        for (Operation operation : Operation.values()) {
            gates.put(
                    operation,
                    new Gate(
                            limits.places(),
                            TokenBucket.perSecond(perSecond(operation, limits), ticker),
                            new CircuitBreaker(limits.failuresToOpen(), limits.openFor(), ticker)));
        }
    }

    /**
     * A background operation waits for its pace and must not be turned away for coming too fast.
     */
    private static int perSecond(Operation operation, StripeLimits limits) {
        return operation.isBackground() ? UNBOUNDED : limits.callsPerSecond();
    }

    Gate of(Operation operation) {
        return Objects.requireNonNull(gates.get(operation));
    }
}
