package io.hookbridge.http;

import io.hookbridge.base.ip.IpAddress;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many bytes of requests may be in memory at once: of all callers of a node, of one address,
 * and of one credential. A request counts from before its body is read until its answer is written.
 * Of what there is for all, large requests have one half only: however many of them come, small
 * ones find room. Safe for use by many threads.
 *
 * <p>The credential is what the caller shows, before anybody has looked whether it is one: whoever
 * makes up many is held by the share of the address.
 */
final class InFlight {

    /**
     * What a request takes beside its head and its body, in bytes: the objects that it consists of,
     * and the first piece of a body whose length is not known.
     */
    static final int REQUEST_BYTES = 4 * 1024;

    /**
     * A request with more bytes is a large one: 1 MiB, as long as what may be sent to be delivered.
     */
    static final int LARGE_BYTES = 1024 * 1024 + 64 * 1024;

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

        /** The fewest that let one of the largest requests in, with small ones beside it. */
        private static final long LEAST = 27L * 1024 * 1024;

        /**
         * An eighth of the heap: what becomes of a body while it is read takes several times its
         * size.
         */
        static Shares ofHeap(long heapBytes) {
            long node = Math.max(2 * LEAST, heapBytes / 8);
            return new Shares(node, Math.max(LEAST, node / 2), Math.max(LEAST, node / 4));
        }

        /** In bytes, for all large requests together. */
        long large() {
            return node / 2;
        }
    }

    /** What the requests of one caller, or from one place, hold together. */
    private static final class Holder {

        private final Map<String, Holder> among;
        private final String who;
        private final long most;
        private int requests;
        private long bytes;

        Holder(Map<String, Holder> among, String who, long most) {
            this.among = among;
            this.who = who;
            this.most = most;
        }

        void leave() {
            requests--;
            if (requests == 0) {
                among.remove(who);
            }
        }
    }

    private final Shares shares;
    private final Map<String, Holder> networks = new HashMap<>();
    private final Map<String, Holder> credentials = new HashMap<>();
    private long total;
    private long totalLarge;

    InFlight(Shares shares) {
        this.shares = shares;
    }

    /** What is held by requests of all callers, in bytes. */
    synchronized long total() {
        return total;
    }

    /** A share that has nothing yet, for a request whose caller is known. */
    Share share(RequestFacts request) {
        String credential = request.head().headers().first("Authorization");
        return share(request.address(), credential == null ? "" : credential);
    }

    /**
     * A share that has nothing yet.
     *
     * @param credential as it was shown; empty for a caller who shows none
     */
    Share share(IpAddress address, String credential) {
        return new Share(address.network(), credential);
    }

    private static Holder enter(Map<String, Holder> among, String who, long most) {
        Holder holder = among.computeIfAbsent(who, _ -> new Holder(among, who, most));
        holder.requests++;
        return holder;
    }

    /** What one request holds. */
    final class Share {

        private final String network;
        private final String credential;
        private List<Holder> holders = List.of();
        private long bytes;

        /** Those of a large request; 0 while it is none. */
        private long largeBytes;

        private Share(String network, String credential) {
            this.network = network;
            this.credential = credential;
        }

        /** Takes so many bytes more, all or none. */
        Verdict take(long more) {
            synchronized (InFlight.this) {
                if (holders.isEmpty()) {
                    enter();
                }
                long moreLarge = bytes + more > LARGE_BYTES ? bytes + more - largeBytes : 0;
                if (total + more > shares.node() || totalLarge + moreLarge > shares.large()) {
                    return Verdict.NODES_SHARE_USED;
                }
                for (Holder holder : holders) {
                    if (holder.bytes + more > holder.most) {
                        return Verdict.CALLERS_SHARE_USED;
                    }
                }
                add(more, moreLarge);
                return Verdict.TAKEN;
            }
        }

        /** Gives all of it back. Twice is harmless. */
        void release() {
            synchronized (InFlight.this) {
                add(-bytes, -largeBytes);
                holders.forEach(Holder::leave);
                holders = List.of();
            }
        }

        private void enter() {
            Holder place = InFlight.enter(networks, network, shares.address());
            holders =
                    credential.isEmpty()
                            ? List.of(place)
                            : List.of(
                                    place,
                                    InFlight.enter(credentials, credential, shares.credential()));
        }

        private void add(long more, long moreLarge) {
            total += more;
            totalLarge += moreLarge;
            bytes += more;
            largeBytes += moreLarge;
            for (Holder holder : holders) {
                holder.bytes += more;
            }
        }
    }
}
