package io.hookbridge.delivery;

import io.hookbridge.base.Uuid7;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * Tells at or below which id all messages are finished, or in the queue, that a node accepted into
 * its memory: a take-over looks from there on for what the node held.
 *
 * <p>Ids rise, so it is enough to count what is not over in the order of time. Assigning an id and
 * holding the watermark below it are one step; otherwise it could pass an id that is about to be
 * stored.
 */
final class Watermark {

    /** The ids of so many milliseconds are counted together, as a power of two. */
    private static final int SLOT_BITS = 6;

    private final Uuid7 ids;

    /** The oldest first; only the last one takes more. */
    private final Deque<Slot> slots = new ArrayDeque<>();

    private static final class Slot {

        private final UUID first;
        private int held;

        Slot(UUID first) {
            this.first = first;
        }

        boolean takes(UUID id) {
            return time(id) == time(first);
        }

        /** The milliseconds of a version 7 UUID are its first 48 bits. */
        private static long time(UUID id) {
            return id.getMostSignificantBits() >>> (16 + SLOT_BITS);
        }
    }

    Watermark(Uuid7 ids) {
        this.ids = ids;
    }

    /** Keeps the watermark at or below an id until it is released, once. */
    final class Hold {

        private final UUID id;
        private final Slot slot;

        private Hold(UUID id, Slot slot) {
            this.id = id;
            this.slot = slot;
        }

        UUID id() {
            return id;
        }

        /** The message with this id is in other hands, finished, or was never stored. */
        void release() {
            synchronized (Watermark.this) {
                slot.held--;
            }
        }
    }

    /** A new id, for a message that this node will hold. */
    synchronized Hold take() {
        UUID id = ids.next();
        Slot last = slots.peekLast();
        if (last == null || !last.takes(id)) {
            last = new Slot(id);
            slots.addLast(last);
        }
        last.held++;
        return new Hold(id, last);
    }

    /** At or below every id that is held, and below every one that will be. */
    synchronized UUID low() {
        while (!slots.isEmpty() && slots.getFirst().held == 0) {
            slots.removeFirst();
        }
        return slots.isEmpty() ? ids.next() : slots.getFirst().first;
    }
}
