package io.hookbridge.insight.health;

import io.hookbridge.outbound.endpoint.Endpoint.Pause;

import org.jspecify.annotations.Nullable;

/** How deliveries to an endpoint go, the worst first. */
public enum Health {
    /** Most attempts fail. */
    FAILING,
    /** Paused, because the receiver answered 410. */
    GONE,
    /** Some attempts fail. */
    DEGRADED,
    /** Somebody paused it. */
    PAUSED,
    /** Attempts succeed. */
    OK,
    /** Nothing was attempted in the last day. */
    IDLE;

    /** Fewer good answers than this among the attempts, and the endpoint is failing. */
    private static final double FAILING_BELOW = 0.5;

    /** Fewer than this, and something is wrong. */
    private static final double DEGRADED_BELOW = 0.98;

    /**
     * @param paused null while messages are delivered
     */
    public static Health of(@Nullable Pause paused, EndpointDay day) {
        return switch (paused) {
            case GONE -> GONE;
            case REQUESTED -> PAUSED;
            case null -> of(day.lately());
        };
    }

    private static Health of(EndpointDay.Hour lately) {
        if (lately.attempts() == 0) {
            return IDLE;
        }
        double good = (double) lately.answeredWell() / lately.attempts();
        if (good < FAILING_BELOW) {
            return FAILING;
        }
        return good < DEGRADED_BELOW ? DEGRADED : OK;
    }
}
