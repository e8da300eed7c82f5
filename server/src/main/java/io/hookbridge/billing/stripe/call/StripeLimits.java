package io.hookbridge.billing.stripe.call;

import java.time.Duration;

/**
 * How long calls to Stripe may take, and how many there may be; for each mode and operation.
 *
 * @param connectTimeout for a new connection
 * @param attemptTimeout for one try, from sending to the last byte of the answer
 * @param portalBudget for a portal session as a whole, and for one preparation
 * @param maxRetries of one request, within the budget
 * @param retryPause the longest pause before the first retry; it doubles
 * @param places calls under way at once
 * @param callsPerSecond below the 25 a second that Stripe allows for one endpoint
 * @param backgroundPerSecond requests a second that nobody waits for, of all modes and operations
 *     together
 * @param failuresToOpen failures in a row that open a circuit breaker
 * @param openFor how long it stays open before the probe
 * @param preparePause the first pause after a failed preparation; doubles up to a minute
 */
public record StripeLimits(
        Duration connectTimeout,
        Duration attemptTimeout,
        Duration portalBudget,
        int maxRetries,
        Duration retryPause,
        int places,
        int callsPerSecond,
        int backgroundPerSecond,
        int failuresToOpen,
        Duration openFor,
        Duration preparePause) {

    /** The limits of a server in production. */
    public static StripeLimits standard() {
        return new StripeLimits(
                Duration.ofSeconds(2),
                Duration.ofMillis(2_500),
                Duration.ofSeconds(6),
                2,
                Duration.ofMillis(300),
                16,
                15,
                16,
                5,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1));
    }

    /** Half of what a server handles at once, so that a Stripe that hangs leaves the other half. */
    private static final int MOST_PLACES = 256;

    /**
     * The same limits with another rate, and places for the calls of a second: what holds them all
     * up for a moment, such as a start that is not warm yet, turns nobody away.
     */
    public StripeLimits withCallsPerSecond(int newCallsPerSecond) {
        return new StripeLimits(
                connectTimeout,
                attemptTimeout,
                portalBudget,
                maxRetries,
                retryPause,
                Math.clamp(newCallsPerSecond, places, Math.max(places, MOST_PLACES)),
                newCallsPerSecond,
                backgroundPerSecond,
                failuresToOpen,
                openFor,
                preparePause);
    }
}
