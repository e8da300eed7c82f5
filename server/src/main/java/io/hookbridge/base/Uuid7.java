package io.hookbridge.base;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes version 7 UUIDs (RFC 9562, section 5.7) that rise strictly within one process.
 *
 * <p>The 12 bits after the timestamp count within a millisecond (method 1 of section 6.2): a burst
 * of more than 4,096 in one millisecond, or a clock that steps back, borrows from the following
 * milliseconds instead of losing the order.
 */
public final class Uuid7 {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock;

    /** Random bits for identifiers to come: asking for many at once costs hardly more. */
    private final ByteBuffer ahead = ByteBuffer.allocate(512 * Long.BYTES).limit(0);

    /** Milliseconds since 1970 in the upper bits, the counter in the lower 12. */
    private final AtomicLong last = new AtomicLong();

    public Uuid7(InstantSource clock) {
        this.clock = clock;
    }

    /** The next identifier; greater than every one this object made before. */
    public UUID next() {
        long now = clock.millis() << 12;
        long tick = last.updateAndGet(previous -> Math.max(previous + 1, now));
        long high = (tick >>> 12) << 16 | 0x7000L | (tick & 0xFFFL);
        long low = (random() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** When a version 7 UUID was made, by the clock of whoever made it. */
    public static Instant madeAt(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** Not above any version 7 UUID that is made at {@code time} or later. */
    public static UUID firstOf(Instant time) {
        return new UUID(time.toEpochMilli() << 16, 0);
    }

    private synchronized long random() {
        if (!ahead.hasRemaining()) {
            RANDOM.nextBytes(ahead.array());
            ahead.clear();
        }
        return ahead.getLong();
    }
}
