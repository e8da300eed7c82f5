package io.hookbridge.inbound.listen;

import io.hookbridge.base.TenantId;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many bytes of large messages may be in memory for listeners at once, of this server and of
 * one tenant. Small ones are not counted: how many of them wait for a listener has a bound of its
 * own. Safe for use by many threads.
 */
final class Room {

    /** A message with no more bytes is a small one. */
    static final int SMALL = 64 * 1024;

    /** How much a message takes while it is put into words, in its own sizes. */
    private static final int WHILE_WRITTEN = 3;

    private final Shares shares;
    private final Map<TenantId, Long> ofTenant = new HashMap<>();
    private long total;

    /**
     * @param server in bytes, for all tenants together
     * @param tenant in bytes, for each
     */
    record Shares(long server, long tenant) {

        /** The fewest that let one of the largest messages through, of 25 MiB. */
        private static final long LEAST = WHILE_WRITTEN * 25L * 1024 * 1024 + SMALL;

        /** An eighth of the heap, and half of that for one tenant. */
        static Shares ofHeap(long heapBytes) {
            long server = Math.max(LEAST, heapBytes / 8);
            return new Shares(server, Math.max(LEAST, server / 2));
        }
    }

    Room(Shares shares) {
        this.shares = shares;
    }

    /** In bytes. */
    synchronized long taken() {
        return total;
    }

    /**
     * Room for a message that is about to be read, held once.
     *
     * @param size of its payload, in bytes
     * @return empty if there is none at the moment
     */
    synchronized Optional<Share> take(TenantId tenant, int size) {
        long bytes = size <= SMALL ? 0 : (long) WHILE_WRITTEN * size + SMALL;
        if (bytes > 0
                && (total + bytes > shares.server()
                        || ofTenant.getOrDefault(tenant, 0L) + bytes > shares.tenant())) {
            return Optional.empty();
        }
        add(tenant, bytes);
        return Optional.of(new Share(tenant, bytes));
    }

    private void add(TenantId tenant, long bytes) {
        if (bytes == 0) {
            return;
        }
        total += bytes;
        ofTenant.merge(tenant, bytes, (before, more) -> before + more == 0 ? null : before + more);
    }

    /** What one message takes, until nobody holds it any more. */
    final class Share {

        private final TenantId tenant;
        private final AtomicInteger holders = new AtomicInteger(1);
        private long bytes;

        private Share(TenantId tenant, long bytes) {
            this.tenant = tenant;
            this.bytes = bytes;
        }

        /** The message has been put into words, of so many bytes. */
        void written(int newBytes) {
            synchronized (Room.this) {
                if (newBytes < bytes) {
                    add(tenant, newBytes - bytes);
                    bytes = newBytes;
                }
            }
        }

        /** One more needs it; for whoever holds it. */
        void hold() {
            holders.incrementAndGet();
        }

        /** One who held it needs it no longer. */
        void release() {
            if (holders.decrementAndGet() == 0) {
                synchronized (Room.this) {
                    add(tenant, -bytes);
                }
            }
        }
    }
}
