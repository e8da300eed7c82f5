package io.hookbridge.message.cold;

import io.hookbridge.base.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;

/** What lies in the cold storage, and whether that works, in numbers. */
public final class ColdGauges {

    /** How long a reading is good. */
    private static final Duration GOOD = Duration.ofSeconds(30);

    private final SegmentStore store;
    private final ColdStorage storage;
    private final Ticker ticker;
    private SegmentStore.Amount amount = new SegmentStore.Amount(0, 0, 0);
    private long readAt;
    private boolean read;

    public ColdGauges(Jdbi jdbi, ColdStorage storage, Ticker ticker) {
        this.store = new SegmentStore(jdbi);
        this.storage = storage;
        this.ticker = ticker;
    }

    public void bindTo(MeterRegistry meters) {
        Gauge.builder("hookbridge.cold.payloads", () -> amount().payloads())
                .description("Payloads that lie in the cold storage")
                .register(meters);
        Gauge.builder("hookbridge.cold.bytes", () -> amount().bytes())
                .description("Bytes of payloads that lie in the cold storage")
                .register(meters);
        Gauge.builder("hookbridge.cold.trouble", () -> storage.trouble().isPresent() ? 1 : 0)
                .description("1 while the cold storage does not do what this node asks for")
                .register(meters);
    }

    private synchronized SegmentStore.Amount amount() {
        long now = ticker.nanos();
        if (!read || now - readAt > GOOD.toNanos()) {
            amount = store.amount();
            readAt = now;
            read = true;
        }
        return amount;
    }
}
