package io.hookbridge.insight.metric;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * The figures of the ledger as gauges. They cost a count of all pending rows, so they are read when
 * somebody looks and are at most {@link #AGE} old.
 */
public final class LedgerGauges {

    static final Duration AGE = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final LongSupplier ticker;
    private Optional<Figures> figures = Optional.empty();
    private boolean asked;
    private long askedAt;

    /**
     * @param ticker a clock of nanoseconds, {@code System::nanoTime}
     */
    public LedgerGauges(Ledger ledger, LongSupplier ticker) {
        this.ledger = ledger;
        this.ticker = ticker;
    }

    /** Adds the gauges to {@code meters}; they have no value while the database cannot be asked. */
    public void bindTo(MeterRegistry meters) {
        add(meters, "accepted", Figures::accepted);
        add(meters, "delivered", Figures::delivered);
        add(meters, "dead", Figures::dead);
        add(meters, "deleted", Figures::deleted);
        add(meters, "pending", Figures::pending);
        add(meters, "difference", Figures::difference);
    }

    private void add(MeterRegistry meters, String figure, ToLongFunction<Figures> of) {
        Gauge.builder("hookbridge.ledger", () -> figures().map(of::applyAsLong).orElse(null))
                .tag("figure", figure)
                .description("Messages of all time by what became of them; difference must be 0")
                .register(meters);
    }

    /**
     * Empty for as long as figures live after a failure, which a scrape should not wait for again.
     */
    private synchronized Optional<Figures> figures() {
        long now = ticker.getAsLong();
        if (!asked || now - askedAt >= AGE.toNanos()) {
            asked = true;
            askedAt = now;
            figures = Optional.empty();
            figures = Optional.of(ledger.read());
        }
        return figures;
    }
}
