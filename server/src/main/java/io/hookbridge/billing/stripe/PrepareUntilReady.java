package io.hookbridge.billing.stripe;

import java.time.Duration;

/**
 * Prepares one mode in the background, again after growing pauses, until it is done or refused; so
 * an outage of Stripe does not keep the server from starting.
 */
final class PrepareUntilReady implements Runnable {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final StripeMode mode;
    private final Duration firstPause;

    PrepareUntilReady(StripeMode mode, Duration firstPause) {
        this.mode = mode;
        this.firstPause = firstPause;
    }

    @Override
    public void run() {
        Duration pause = firstPause;
        try {
            while (!mode.portal().prepare() && !mode.isRefused()) {
                Thread.sleep(pause);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
