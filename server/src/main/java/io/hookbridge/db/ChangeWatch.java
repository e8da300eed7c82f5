package io.hookbridge.db;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Knows the versions in {@code cache_version}, so that what was read from the database may be
 * answered from memory while its version stands.
 *
 * <p>Whoever caches takes the version before reading and keeps it with the value: the value may be
 * used as long as {@link #version} still gives the same number. If the database cannot be asked,
 * versions end after {@link #TRUSTED}, and values with them.
 */
public final class ChangeWatch {

    /** How long after it was read a version is believed; bounds how late a change is noticed. */
    public static final Duration TRUSTED = Duration.ofMillis(900);

    /** How often {@link #look} should run. */
    public static final Duration EVERY = Duration.ofMillis(300);

    private final Jdbi jdbi;
    private final LongSupplier ticker;
    private volatile Seen seen = new Seen(Map.of(), 0);

    /**
     * @param askedAt by the ticker, before the database was asked
     */
    private record Seen(Map<String, Long> versions, long askedAt) {}

    /**
     * @param ticker a clock of nanoseconds, {@code System::nanoTime}
     */
    public ChangeWatch(Jdbi jdbi, LongSupplier ticker) {
        this.jdbi = jdbi;
        this.ticker = ticker;
    }

    /** Reads all versions, in one statement. */
    public void look() {
        long askedAt = ticker.getAsLong();
        seen =
                new Seen(
                        jdbi.withHandle(handle ->
                                handle.createQuery("SELECT subject, version FROM cache_version")
                                        .setMapKeyColumn("subject")
                                        .setMapValueColumn("version")
                                        .collectInto(
                                                new org.jdbi.v3.core.generic.GenericType<
                                                        Map<String, Long>>() {})),
                        askedAt);
    }

    /** The present version of {@code subject}; empty while nothing may be answered from memory. */
    public OptionalLong version(String subject) {
        Seen now = seen;
        Long version = now.versions().get(subject);
        return version != null && ticker.getAsLong() - now.askedAt() <= TRUSTED.toNanos()
                ? OptionalLong.of(version)
                : OptionalLong.empty();
    }
}
