package io.hookbridge.app.tail;

import java.time.Duration;
import java.util.Optional;

/** The server cannot be asked at the moment; the message says why, on one line. */
final class NotNowException extends Exception {

    private final transient Optional<Duration> pause;

    NotNowException(String why, Optional<Duration> pause) {
        super(why, null, false, false);
        this.pause = pause;
    }

    /** How long the server wants to be left alone; empty if it does not say. */
    Optional<Duration> pause() {
        return pause;
    }
}
