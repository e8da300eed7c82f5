package io.hookbridge.delivery;

import io.hookbridge.message.accept.NewMessage;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A message on its way into the database, and perhaps a place in this node's memory that is kept
 * for it, so that its first attempt reads nothing back. It must be ended, and only once, by {@link
 * #deliver} or {@link #release}.
 */
public final class Reservation {

    private final @Nullable UUID holder;
    private final Consumer<NewMessage> stored;
    private final Runnable notStored;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param holder null if no place is kept
     * @param stored takes the message over
     * @param notStored takes the place back
     */
    Reservation(@Nullable UUID holder, Consumer<NewMessage> stored, Runnable notStored) {
        this.holder = holder;
        this.stored = stored;
        this.notStored = notStored;
    }

    /** The node to be written down as the message's holder; null if any may take it. */
    public @Nullable UUID holder() {
        return holder;
    }

    /**
     * The message is stored and to be delivered.
     *
     * @throws IllegalStateException if this was ended before, or the message names another holder
     */
    public void deliver(NewMessage message) {
        if (!Objects.equals(message.holder(), holder)) {
            throw new IllegalStateException("the message names another holder: " + message.id());
        }
        end();
        stored.accept(message);
    }

    /**
     * The message was not stored.
     *
     * @throws IllegalStateException if this was ended before
     */
    public void release() {
        end();
        notStored.run();
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            throw new IllegalStateException("the reservation was ended before");
        }
    }
}
