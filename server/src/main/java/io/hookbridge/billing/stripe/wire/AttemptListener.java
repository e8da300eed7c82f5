package io.hookbridge.billing.stripe.wire;

/** Hears of every try; must not throw and must not wait. */
@FunctionalInterface
public interface AttemptListener {

    /** Called once for each try, on the thread that made it. */
    void attempted(Attempt attempt);
}
