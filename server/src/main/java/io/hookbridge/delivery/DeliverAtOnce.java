package io.hookbridge.delivery;

import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.NewMessage;

import java.util.Optional;
import java.util.UUID;

/**
 * Takes messages over from memory when they are stored, so that the first attempt reads nothing
 * back. A place is reserved first, because the row says who delivers it.
 */
public interface DeliverAtOnce {

    /**
     * Reserves room for a message that is about to be stored; empty if any node should take it from
     * the database. Either way one of the other methods must be called when that is over.
     *
     * @return the node to be written down as the holder
     */
    Optional<UUID> reserve(DeliveryTarget target, int bytes);

    /** Delivers a message that was stored with a reservation. */
    void deliver(NewMessage message);

    /** Tells that a message was stored without one, which any node may take now. */
    void stored(NewMessage message);

    /** Tells that a message was not stored; a reservation is given back. */
    void release(NewMessage message);
}
