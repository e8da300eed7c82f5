package io.hookbridge.message.action;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Ticker;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.MarkStore;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the nodes that had messages in their hands when these were deleted begin no attempt
 * at them any more. A node says so, or its time is over, or the message is out of its hands.
 */
final class AwaitNodes {

    /**
     * Longer than a node lives that does not renew its row, and so than one that does not answer.
     */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final Jdbi jdbi;
    private final Ticker ticker;
    private final Runnable marked;

    /**
     * @param marked has the nodes look for marks now and not only with their next sign of life
     */
    AwaitNodes(Jdbi jdbi, Ticker ticker, Runnable marked) {
        this.jdbi = jdbi;
        this.ticker = ticker;
        this.marked = marked;
    }

    /**
     * Returns when no attempt at these messages begins any more as far as they are marked. Holds no
     * connection while it waits; not to be called within a transaction.
     *
     * @throws ApiError {@code SERVICE_UNAVAILABLE} if a node that lives does not say so in time;
     *     the messages are deleted all the same, and whoever deletes them again waits again
     */
    void await(EnvironmentId environment, Collection<MessageId> ids) {
        if (ids.isEmpty() || !isAwaited(environment, ids)) {
            return;
        }
        marked.run();
        long end = ticker.nanos() + LONGEST.toNanos();
        Duration pause = FIRST_PAUSE;
        do {
            if (ticker.nanos() - end > 0 || Thread.currentThread().isInterrupted()) {
                throw new ApiError(
                                ErrorCode.SERVICE_UNAVAILABLE,
                                "the deletion is stored, but the server that is about to deliver the"
                                        + " message has not confirmed it yet; repeat the request")
                        .retryAfter(Duration.ofSeconds(1));
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2);
            if (pause.compareTo(LONGEST_PAUSE) > 0) {
                pause = LONGEST_PAUSE;
            }
        } while (isAwaited(environment, ids));
    }

    private boolean isAwaited(EnvironmentId environment, Collection<MessageId> ids) {
        return jdbi.withHandle(handle -> MarkStore.isAwaited(handle, environment, ids));
    }
}
