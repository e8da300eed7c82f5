package io.hookbridge.loadtest.load;

import java.time.Duration;

/** Is told how a load goes on. */
public interface Observer {

    /**
     * The last few seconds.
     *
     * @param elapsed since the start
     * @param counted whether the warm-up is over
     * @param answeredPerSecond with 2xx
     * @param p50Millis of those, as is {@code p99Millis}; 0 if there were none
     * @param unfinished requests under way or waiting for a connection
     * @param errors of this phase so far
     */
    record Progress(
            Duration elapsed,
            boolean counted,
            double answeredPerSecond,
            double p50Millis,
            double p99Millis,
            int unfinished,
            long errors) {}

    /** The warm-up is over. */
    default void measuringBegins() {}

    /** The last counted request was sent. */
    default void measuringEnds() {}

    default void progress(Progress progress) {}

    /**
     * A request was answered; told by the thread that reads all answers, so be quick.
     *
     * @param number of the request, from 0
     * @param due when it should have been sent, by {@code System.nanoTime}
     * @param now when the answer had been read, by {@code System.nanoTime}
     */
    default void answered(long number, int status, long due, long now) {}
}
