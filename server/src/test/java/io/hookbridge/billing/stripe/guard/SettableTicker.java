package io.hookbridge.billing.stripe.guard;

import io.hookbridge.base.Ticker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock of nanoseconds that moves only when told; begins just before its overflow. */
final class SettableTicker implements Ticker {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    void advance(Duration by) {
        now.addAndGet(by.toNanos());
    }

    @Override
    public long nanos() {
        return now.get();
    }
}
