package io.hookbridge.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How slow the other side of a connection may be: so many bytes a second, after a while in which
 * nothing needs to come.
 *
 * @param bytesPerSecond at least 1
 */
record Pace(Duration grace, int bytesPerSecond) {

    /** How long so many bytes may take. */
    long nanos(long bytes) {
        return grace.toNanos() + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    }
}
