package io.hookbridge.tenant.user;

import java.time.Duration;

/** Hashes of passwords that protect nobody, for tests of other things. */
public final class QuickHashing {

    private static final int MEMORY_KIB = 64;
    private static final int WAITING = 64;

    private QuickHashing() {}

    /** One hash at a time, each in less than a millisecond. */
    public static PasswordHashing start() {
        return new PasswordHashing(MEMORY_KIB, 1, WAITING, Duration.ofMinutes(1));
    }
}
