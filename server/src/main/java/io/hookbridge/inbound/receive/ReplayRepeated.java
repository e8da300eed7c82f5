package io.hookbridge.inbound.receive;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Environment;
import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.Requester;
import io.hookbridge.message.action.Replays;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Semaphore;

/**
 * Replays a message that was given up when its sender sends it once more: whoever presses
 * "redeliver" at the provider wants it to arrive. The sender does not wait for that.
 */
public final class ReplayRepeated {

    private static final Logger log = LoggerFactory.getLogger(ReplayRepeated.class);
    private static final Actor SENDER = new Actor(Actor.Kind.SYSTEM, "redelivery");

    /** Further ones are not looked at: whoever repeats so much is no person at a button. */
    private static final int MOST_AT_ONCE = 8;

    private final MessageStore messages;
    private final Replays replays;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    public ReplayRepeated(Jdbi jdbi, Replays replays) {
        this.messages = new MessageStore(jdbi);
        this.replays = replays;
    }

    /** Never waits. */
    void repeated(Environment environment, MessageId original, String requestId) {
        if (places.tryAcquire()) {
            var _ =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    replayIfGivenUp(environment, original, requestId);
                                } catch (RuntimeException failure) {
                                    log.warn("message {} is not replayed", original, failure);
                                } finally {
                                    places.release();
                                }
                            });
        }
    }

    private void replayIfGivenUp(Environment environment, MessageId original, String requestId) {
        boolean givenUp =
                messages.find(environment.id(), Direction.INBOUND, original)
                        .filter(message -> message.status() == MessageStatus.FAILED_PERMANENT)
                        .filter(message -> message.deletion() == null)
                        .isPresent();
        if (givenUp) {
            var _ =
                    replays.replayDeadLetter(
                            new Requester(
                                    environment.tenant(),
                                    environment.id(),
                                    Direction.INBOUND,
                                    SENDER,
                                    requestId),
                            original);
        }
    }
}
