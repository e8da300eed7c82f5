package io.hookbridge.base;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock of nanoseconds that moves only when told; begins just before its overflow. */
public final class SettableTicker implements Ticker {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    public void advance(Duration by) {
        now.addAndGet(by.toNanos());
    }

    @Override
    public long nanos() {
        return now.get();
    }
}
