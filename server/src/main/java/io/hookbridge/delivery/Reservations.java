package io.hookbridge.delivery;

import io.hookbridge.base.Direction;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.accept.NewMessage;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gives ids to messages that are about to be stored, and places in memory to those it has room for.
 */
final class Reservations {

    private final Lanes lanes;
    private final HeldHere held;
    private final Node node;
    private final Uuid7 ids;
    private final BooleanSupplier mayStart;
    private final Consumer<TargetId> stored;

    /**
     * @param mayStart whether attempts may begin now
     * @param stored told of each message that any node may take
     */
    Reservations(
            Lanes lanes,
            HeldHere held,
            Node node,
            Uuid7 ids,
            BooleanSupplier mayStart,
            Consumer<TargetId> stored) {
        this.lanes = lanes;
        this.held = held;
        this.node = node;
        this.ids = ids;
        this.mayStart = mayStart;
        this.stored = stored;
    }

    /** See {@link Delivery#reserve}. */
    Reservation reserve(DeliveryTarget target, int bytes) {
        Lane.Owner owner = lanes.storing(target.environment());
        Optional<Lane> place =
                !target.paused() && mayStart.getAsBoolean()
                        ? lanes.reserve(target, bytes)
                        : Optional.empty();
        return place.map(lane -> reservation(target, lane, bytes))
                .orElseGet(() -> withoutPlace(target, owner));
    }

    /**
     * What was received may be read in the order of its ids, so nobody must pass one that is about
     * to be stored.
     */
    private Reservation withoutPlace(DeliveryTarget target, Lane.Owner owner) {
        if (target.direction() == Direction.OUTBOUND) {
            return new Reservation(ids.next(), null, new NoPlace(target, owner, null));
        }
        Watermark.Hold hold = node.identity().watermark().take();
        return new Reservation(hold.id(), null, new NoPlace(target, owner, hold));
    }

    private Reservation reservation(DeliveryTarget target, Lane lane, int bytes) {
        Node.Identity self = node.identity();
        Watermark.Hold hold = self.watermark().take();
        return new Reservation(hold.id(), self.id(), new Place(target, lane, bytes, hold));
    }

    /** A message that is accepted without a place in memory. */
    private class NoPlace implements Reservation.End {

        private final DeliveryTarget target;
        private final Lane.Owner owner;
        private final Watermark.@Nullable Hold whileStored;

        /**
         * @param whileStored released when it is stored without a place, or not at all
         */
        NoPlace(DeliveryTarget target, Lane.Owner owner, Watermark.@Nullable Hold whileStored) {
            this.target = target;
            this.owner = owner;
            this.whileStored = whileStored;
        }

        @Override
        public void held(NewMessage message) {
            throw new IllegalStateException("no place is kept for " + message.id());
        }

        @Override
        public void queued() {
            nothing();
            // A resumption tells of all that waits for a paused target.
            if (!target.paused()) {
                stored.accept(target.id());
            }
        }

        @Override
        public void nothing() {
            if (whileStored != null) {
                whileStored.release();
            }
            lanes.stored(owner);
        }
    }

    /** A place in a lane. */
    private final class Place extends NoPlace {

        private final Lane lane;
        private final int bytes;
        private final Watermark.Hold hold;

        Place(DeliveryTarget target, Lane lane, int bytes, Watermark.Hold hold) {
            super(target, lane.owner(), hold);
            this.lane = lane;
            this.bytes = bytes;
            this.hold = hold;
        }

        @Override
        public void held(NewMessage message) {
            HeldMessage first = message.held();
            held.add(first, hold);
            lanes.fill(lane, first);
            lanes.stored(lane.owner());
        }

        @Override
        public void nothing() {
            super.nothing();
            lanes.release(lane, bytes);
        }
    }
}
