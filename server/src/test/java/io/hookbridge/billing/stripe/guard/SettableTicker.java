package io.hookbridge.billing.stripe.guard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock of nanoseconds that moves only when told; begins just before its overflow. */
final class SettableTicker implements LongSupplier {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    void advance(Duration by) {
        now.addAndGet(by.toNanos());
    }

    @Override
    public long getAsLong() {
        return now.get();
    }
}
