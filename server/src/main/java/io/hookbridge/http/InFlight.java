package io.hookbridge.http;

import io.hookbridge.base.ip.IpAddress;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many bytes of request bodies may be in memory at once: of all callers of a node, of one
 * address, and of one credential. A body counts from before it is read until its answer is written.
 * Safe for use by many threads.
 *
 * <p>The credential is what the caller shows, before anybody has looked whether it is one: whoever
 * makes up many is held by the share of the address.
 */
final class InFlight {

    /** Whether bytes were had, and if not, whose share is used up. */
    enum Verdict {
        TAKEN,
        CALLERS_SHARE_USED,
        NODES_SHARE_USED
    }

    /**
     * @param node in bytes, for all together
     * @param address in bytes, for one address, or one network of IPv6
     * @param credential in bytes
     */
    record Shares(long node, long address, long credential) {

        /** The fewest that let two of the largest bodies of one caller in. */
        private static final long LEAST = 16L * 1024 * 1024;

        /**
         * An eighth of the heap: what becomes of a body while it is read takes several times its
         * size.
         */
        static Shares ofHeap(long heapBytes) {
            long node = Math.max(2 * LEAST, heapBytes / 8);
            return new Shares(node, Math.max(LEAST, node / 2), Math.max(LEAST, node / 4));
        }
    }

    private record Holder(Object who, long most) {}

    private final Shares shares;
    private final Map<Object, Long> held = new HashMap<>();
    private long total;

    InFlight(Shares shares) {
        this.shares = shares;
    }

    /** What is held by bodies of all callers, in bytes. */
    synchronized long total() {
        return total;
    }

    /**
     * A share that has nothing yet.
     *
     * @param credential as it was shown; empty for a caller who shows none
     */
    Share share(IpAddress address, String credential) {
        Holder place = new Holder(address.network(), shares.address());
        return new Share(
                credential.isEmpty()
                        ? List.of(place)
                        : List.of(place, new Holder("key " + credential, shares.credential())));
    }

    /** What one request holds. */
    final class Share {

        private final List<Holder> holders;
        private long bytes;

        private Share(List<Holder> holders) {
            this.holders = holders;
        }

        /** Takes so many bytes more, all or none. */
        Verdict take(long more) {
            synchronized (InFlight.this) {
                if (total + more > shares.node()) {
                    return Verdict.NODES_SHARE_USED;
                }
                for (Holder holder : holders) {
                    if (held.getOrDefault(holder.who(), 0L) + more > holder.most()) {
                        return Verdict.CALLERS_SHARE_USED;
                    }
                }
                add(more);
                return Verdict.TAKEN;
            }
        }

        /** Gives all of it back. Twice is harmless. */
        void release() {
            synchronized (InFlight.this) {
                add(-bytes);
            }
        }

        private void add(long more) {
            total += more;
            bytes += more;
            for (Holder holder : holders) {
                long now = held.getOrDefault(holder.who(), 0L) + more;
                if (now == 0) {
                    held.remove(holder.who());
                } else {
                    held.put(holder.who(), now);
                }
            }
        }
    }
}
