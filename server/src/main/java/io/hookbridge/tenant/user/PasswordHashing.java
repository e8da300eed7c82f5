package io.hookbridge.tenant.user;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Argon2id with two passes, one lane and 19 MiB, as the OWASP Password Storage Cheat Sheet
 * recommends; a salt of 16 bytes and a hash of 32. Few hashes are made at a time: each takes its
 * memory and some tens of milliseconds of one processor. Strangers wait in a queue of their own,
 * and not too many of them, because who waits holds a place of the listener. Safe for use by many
 * threads.
 */
public final class PasswordHashing {

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    /** An eighth of the listener's places. */
    private static final int MOST_WAITING = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int memoryKib;
    private final Places known;
    private final Places strangers;
    private final Duration patience;

    /** In the form of a hash, with the same cost; nobody knows a password for it. */
    private final String decoy;

    /** Who waits with whom. */
    enum Queue {
        /** Whoever has a session, a link, or a browser that its person signed in with before. */
        KNOWN,
        STRANGERS
    }

    /**
     * @param waiting those who wait, and those whose turn it is
     */
    private record Places(Semaphore turns, Semaphore waiting) {

        static Places of(int atOnce, int waiting) {
            return new Places(new Semaphore(atOnce, true), new Semaphore(atOnce + waiting));
        }
    }

    /** One hash at a time for every two processors, in each queue. */
    public PasswordHashing() {
        this(
                MEMORY_KIB,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                MOST_WAITING,
                PATIENCE);
    }

    /**
     * @param memoryKib what one hash needs; less than is recommended is for tests of other things
     * @param waiting the most who wait in one queue
     */
    PasswordHashing(int memoryKib, int atOnce, int waiting, Duration patience) {
        this.memoryKib = memoryKib;
        this.known = Places.of(atOnce, waiting);
        this.strangers = Places.of(atOnce, waiting);
        this.patience = patience;
        this.decoy =
                "$argon2id$v=19$m="
                        + memoryKib
                        + ",t="
                        + PASSES
                        + ",p="
                        + LANES
                        + "$"
                        + "A".repeat(22)
                        + "$"
                        + "A".repeat(43);
    }

    /** Holds some memory for ever, so it is not made before the first password is. */
    private Argon2Function function() {
        return Argon2Function.getInstance(memoryKib, PASSES, LANES, HASH_BYTES, Argon2.ID);
    }

    /**
     * The text to store for {@code password}, with its salt and cost.
     *
     * @throws ApiError {@code SERVICE_UNAVAILABLE} if too many wait already, or it was nobody's
     *     turn within 5 seconds
     */
    String hash(Password password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return inTurn(
                Queue.KNOWN,
                () ->
                        function()
                                .hash(password.text().getBytes(StandardCharsets.UTF_8), salt)
                                .getResult());
    }

    /**
     * Whether {@code hash} was made from {@code password}. No hash takes as long as a wrong one.
     *
     * @throws ApiError as {@link #hash}
     */
    boolean matches(Password password, @Nullable String hash, Queue queue) {
        String known = hash == null ? decoy : hash;
        return inTurn(
                        queue,
                        () ->
                                Argon2Function.getInstanceFromHash(known)
                                        .check(password.text(), known))
                && hash != null;
    }

    private <T> T inTurn(Queue queue, Supplier<T> work) {
        Places places =
                switch (queue) {
                    case KNOWN -> known;
                    case STRANGERS -> strangers;
                };
        if (!places.waiting().tryAcquire()) {
            throw busy();
        }
        try {
            return inTurn(places.turns(), work);
        } finally {
            places.waiting().release();
        }
    }

    private <T> T inTurn(Semaphore turns, Supplier<T> work) {
        try {
            if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ApiError(ErrorCode.SERVICE_UNAVAILABLE, "the server is stopping");
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private static ApiError busy() {
        return new ApiError(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "too many people are signing in just now, try again in a moment")
                .retryAfter(PATIENCE);
    }
}
