package io.hookbridge.insight.metric;

import io.hookbridge.base.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The figures of the ledger and the ages of what waits longest, as gauges. They cost a look at all
 * that is pending, so they are read when somebody looks and are at most {@link #AGE} old.
 */
public final class LedgerGauges {

    static final Duration AGE = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final Remembered<Figures> figures;
    private final Remembered<Duration> oldest;
    private final Remembered<Duration> oldestFetched;
    private final Remembered<Integer> late;

    /**
     * @param objective how long something may be due before its target counts as late
     */
    public LedgerGauges(
            Ledger ledger,
            DueMessages due,
            OldestFetched fetched,
            Duration objective,
            InstantSource clock,
            Ticker ticker) {
        this.ticker = ticker;
        this.figures = new Remembered<>(ledger::read);
        this.oldest = new Remembered<>(() -> age(due::oldest, clock.instant()));
        this.oldestFetched = new Remembered<>(() -> age(fetched::of, clock.instant()));
        this.late = new Remembered<>(() -> due.lateTargets(clock.instant(), objective));
    }

    private static Duration age(Function<Instant, Optional<Instant>> oldest, Instant now) {
        return oldest.apply(now).map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
    }

    /** Adds the gauges to {@code meters}; they have no value while the database cannot be asked. */
    public void bindTo(MeterRegistry meters) {
        add(meters, "accepted", Figures::accepted);
        add(meters, "delivered", Figures::delivered);
        add(meters, "dead", Figures::dead);
        add(meters, "deleted", Figures::deleted);
        add(meters, "pending", Figures::pending);
        add(meters, "difference", Figures::difference);
        add(
                meters,
                "hookbridge.delivery.oldest.due",
                oldest,
                "Since when the message is due that waits longest to be taken");
        add(
                meters,
                "hookbridge.pull.oldest.fetched",
                oldestFetched,
                "Since when the event is fetched that waits longest to be acknowledged");
        Gauge.builder("hookbridge.endpoints.late", () -> late.get().orElse(null))
                .description("Endpoints that miss the objective of lag")
                .register(meters);
    }

    private static void add(
            MeterRegistry meters, String name, Remembered<Duration> age, String description) {
        Gauge.builder(name, () -> age.get().map(it -> it.toMillis() / 1000.0).orElse(null))
                .baseUnit("seconds")
                .description(description)
                .register(meters);
    }

    private void add(MeterRegistry meters, String figure, ToLongFunction<Figures> of) {
        Gauge.builder("hookbridge.ledger", () -> figures.get().map(of::applyAsLong).orElse(null))
                .tag("figure", figure)
                .description("Messages of all time by what became of them; difference must be 0")
                .register(meters);
    }

    /**
     * A value that is read again when it is too old. Empty for as long as values live after a
     * failure, which a scrape should not wait for again.
     */
    private final class Remembered<T> {

        private final Supplier<T> read;
        private Optional<T> value = Optional.empty();
        private boolean asked;
        private long askedAt;

        Remembered(Supplier<T> read) {
            this.read = read;
        }

        synchronized Optional<T> get() {
            long now = ticker.nanos();
            if (!asked || now - askedAt >= AGE.toNanos()) {
                asked = true;
                askedAt = now;
                value = Optional.empty();
                value = Optional.of(read.get());
            }
            return value;
        }
    }
}
