package io.hookbridge.delivery;

import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;

import java.util.List;

/** What {@link Lanes} need to have attempts made; nothing of it may wait. */
interface Starter {

    /**
     * Begins an attempt, on the loop of the lane; must not fail, and must call {@link
     * Lanes#putOff}, or {@link Lanes#finished} at its end and {@link Lanes#done} when nothing is
     * left to do for the message.
     */
    void start(Lane lane, DeliveryTarget target, HeldMessage message);

    /** Whether attempts may begin now at all. */
    boolean mayStart();

    /** Tells that lanes could take more from the database. */
    void refill();

    /**
     * Whether a message is to be given back though its turn has not come: it has waited in memory
     * for too long, or was deleted.
     */
    boolean isToLeave(HeldMessage message);

    /** Takes back what cannot be delivered now. */
    void giveBack(List<HeldMessage> messages);
}
