package io.hookbridge.delivery;

import io.hookbridge.message.accept.NewMessage;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message on its way into the database, and perhaps a place in this node's memory that is kept
 * for it, so that its first attempt reads nothing back. It must be ended, and only once, by one of
 * {@link #deliver}, {@link #queued} and {@link #release}.
 */
public final class Reservation {

    private final UUID id;
    private final @Nullable UUID holder;
    private final End end;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** What follows from how it ends; exactly one of these is called, once. */
    interface End {

        /** The message is in this node's hands. */
        void held(NewMessage message);

        /** The message is in the queue. */
        void queued();

        /** There is no such message. */
        void nothing();
    }

    /**
     * @param holder null if no place is kept
     */
    Reservation(UUID id, @Nullable UUID holder, End end) {
        this.id = id;
        this.holder = holder;
        this.end = end;
    }

    /** The id that the message must have. */
    public UUID id() {
        return id;
    }

    /** The node to be written down as the message's holder; null if any may take it. */
    public @Nullable UUID holder() {
        return holder;
    }

    /**
     * The message is stored, with its holder, and to be delivered.
     *
     * @throws IllegalStateException if this was ended before, or the message is another one
     */
    public void deliver(NewMessage message) {
        if (holder == null
                || !Objects.equals(message.holder(), holder)
                || !message.id().value().equals(id)) {
            throw new IllegalStateException("this is another message: " + message.id());
        }
        finish();
        end.held(message);
    }

    /**
     * The message is stored, and waits for any node.
     *
     * @throws IllegalStateException if this was ended before
     */
    public void queued() {
        finish();
        end.queued();
    }

    /**
     * The message was not stored.
     *
     * @throws IllegalStateException if this was ended before
     */
    public void release() {
        finish();
        end.nothing();
    }

    private void finish() {
        if (!ended.compareAndSet(false, true)) {
            throw new IllegalStateException("the reservation was ended before");
        }
    }
}
