package io.hookbridge.base;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Version 7 UUIDs from one on and before another, in the order of the database: byte by byte
 * without signs. The first 48 bits of an id are the milliseconds of its creation.
 *
 * @param first may be in it
 * @param end is not in it
 */
public record IdRange(UUID first, UUID end) {

    /** No version 7 UUID is outside of it. */
    public static final IdRange ALL = new IdRange(new UUID(0, 0), new UUID(-1, -1));

    /** How far the time in an id may be from the one that is written beside it, which decides. */
    private static final Duration SKEW = Duration.ofSeconds(1);

    private static final String SHAPE = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    private static final int DIGITS = 32;
    private static final Pattern HEX = Pattern.compile("[0-9a-f-]+");

    /**
     * At least the ids of what was made in that time.
     *
     * @param from null for any
     * @param until null for any
     */
    public static IdRange of(@Nullable Instant from, @Nullable Instant until) {
        return new IdRange(
                from == null ? ALL.first : smallest(from.minus(SKEW)),
                until == null ? ALL.end : smallest(until.plus(SKEW)));
    }

    /**
     * The ids whose canonical text begins with {@code text}; empty if no id can, because it is
     * empty or too long or has another character than hexadecimal digits in lower case and the
     * hyphens.
     */
    public static Optional<IdRange> startingWith(String text) {
        if (text.length() > SHAPE.length() || !HEX.matcher(text).matches()) {
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if ((text.charAt(i) == '-') != (SHAPE.charAt(i) == '-')) {
                return Optional.empty();
            }
        }
        String digits = text.replace("-", "");
        UUID first = uuid(new BigInteger(digits + "0".repeat(DIGITS - digits.length()), 16));
        BigInteger last = new BigInteger(digits + "f".repeat(DIGITS - digits.length()), 16);
        return Optional.of(
                new IdRange(
                        first,
                        last.bitCount() == 4 * DIGITS ? ALL.end : uuid(last.add(BigInteger.ONE))));
    }

    private static UUID uuid(BigInteger number) {
        return new UUID(number.shiftRight(Long.SIZE).longValue(), number.longValue());
    }

    /** What is in both. */
    public IdRange and(IdRange other) {
        return new IdRange(
                compare(first, other.first) < 0 ? other.first : first,
                compare(end, other.end) < 0 ? end : other.end);
    }

    /**
     * What of it comes before {@code id}; all if that is null.
     *
     * @param id the last of a page, after which the next one follows
     */
    public IdRange before(@Nullable UUID id) {
        return id == null ? this : and(new IdRange(ALL.first, id));
    }

    /** What of it is not before {@code id}. */
    public IdRange from(UUID id) {
        return and(new IdRange(id, ALL.end));
    }

    /** Whether no id is in it. */
    public boolean isEmpty() {
        return compare(first, end) >= 0;
    }

    private static int compare(UUID one, UUID other) {
        int high =
                Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    /** Not after any version 7 UUID of that millisecond or a later one. */
    private static UUID smallest(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
    }
}
