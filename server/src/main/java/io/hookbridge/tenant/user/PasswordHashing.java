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
 * memory and some tens of milliseconds of one processor. Safe for use by many threads.
 */
public final class PasswordHashing {

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int memoryKib;
    private final Semaphore places;
    private final Duration patience;

    /** In the form of a hash, with the same cost; nobody knows a password for it. */
    private final String decoy;

    /** One hash at a time for every two processors. */
    public PasswordHashing() {
        this(MEMORY_KIB, Math.max(1, Runtime.getRuntime().availableProcessors() / 2), PATIENCE);
    }

    /**
     * @param memoryKib what one hash needs; less than is recommended is for tests of other things
     */
    PasswordHashing(int memoryKib, int atOnce, Duration patience) {
        this.memoryKib = memoryKib;
        this.places = new Semaphore(atOnce, true);
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
     * @throws ApiError {@code SERVICE_UNAVAILABLE} if it was nobody's turn within 5 seconds
     */
    String hash(Password password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return inTurn(() ->
                function()
                        .hash(password.text().getBytes(StandardCharsets.UTF_8), salt)
                        .getResult());
    }

    /**
     * Whether {@code hash} was made from {@code password}. No hash takes as long as a wrong one.
     *
     * @throws ApiError as {@link #hash}
     */
    boolean matches(Password password, @Nullable String hash) {
        String known = hash == null ? decoy : hash;
        return inTurn(() -> Argon2Function.getInstanceFromHash(known).check(password.text(), known))
                && hash != null;
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ApiError(
                                ErrorCode.SERVICE_UNAVAILABLE,
                                "too many people are signing in just now, try again in a moment")
                        .retryAfter(PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ApiError(ErrorCode.SERVICE_UNAVAILABLE, "the server is stopping");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
