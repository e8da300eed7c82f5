package io.hookbridge.app.running;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What an operator should see to though requests are answered, a sentence each. Tells each in the
 * log when it comes and when it goes.
 */
public final class Warnings {

    /** How often {@link #step} should run. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Warnings.class);

    private final List<Supplier<List<String>>> sources;
    private List<String> told = List.of();

    /**
     * @param sources quick to ask; sentences that stay the same as long as their reason does
     */
    public Warnings(List<Supplier<List<String>>> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Adds a gauge of how many there are. */
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("hookbridge.warnings", () -> now().size())
                .description("How many warnings /readyz shows")
                .register(meters);
    }

    /** Those that hold now. */
    public List<String> now() {
        return sources.stream().flatMap(source -> source.get().stream()).toList();
    }

    /** Tells what has changed. */
    public void step() {
        List<String> now = now();
        now.stream().filter(one -> !told.contains(one)).forEach(log::warn);
        told.stream()
                .filter(one -> !now.contains(one))
                .forEach(one -> log.info("no longer: {}", one));
        told = now;
    }
}
