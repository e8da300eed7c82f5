package io.hookbridge.base;

/** A clock for durations: it never steps back, and only differences mean something. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since some moment of its own. */
    long nanos();
}
