package io.hookbridge.inbound.receive;

import io.hookbridge.base.NeverBlocks;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.verify.request.ContentCoding;
import io.hookbridge.inbound.verify.request.ReceivedRequest;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The memory for bodies that came compressed and are read: what takes a kilobyte on the wire may
 * become a megabyte. Whoever finds none waits for those that are read now, which takes a moment.
 */
final class DecodingRoom {

    private static final int MEBIBYTE = 1024 * 1024;

    /** No byte of gzip becomes more (RFC 1951: 258 bytes by two bits, at the most). */
    private static final long MOST_GROWTH = 1_032;

    /** While the parts of a body are put together they are there twice. */
    private static final int COPIES = 2;

    private final int all;
    private final Semaphore free;

    /**
     * @param all in MiB
     */
    DecodingRoom(int all) {
        this.all = all;
        this.free = new Semaphore(all, true);
    }

    /** An eighth of the heap, and enough for any one body. */
    static DecodingRoom ofHeap(long heapBytes) {
        return new DecodingRoom(Math.clamp(heapBytes / 8 / MEBIBYTE, 64, 4_096));
    }

    /** As {@link Judgement#of}. */
    Judgement judge(InboundGate gate, Incoming request, int mostDecoded) {
        ReceivedRequest received = request.received(gate.ingestUrl(), mostDecoded);
        try (Share share = new Share()) {
            return Judgement.of(gate, request, received, share);
        }
    }

    /**
     * What one request takes: nothing before its body is read without its coding. A sender that is
     * not yet proven, or whose provider is still asked for a key, holds up nobody.
     */
    private final class Share implements ContentCoding.Undoing, AutoCloseable {

        private int taken;
        private boolean isUndone;
        private Optional<byte[]> undone = Optional.empty();

        @Override
        public Optional<byte[]> undone(ReceivedRequest request) {
            if (!isUndone) {
                if (ContentCoding.isCompressed(request) && NeverBlocks.mayBlock()) {
                    int needed = needed(request.body().length, request.mostDecoded());
                    free.acquireUninterruptibly(needed);
                    taken = needed;
                }
                undone = ContentCoding.undone(request);
                isUndone = true;
            }
            return undone;
        }

        @Override
        public void close() {
            free.release(taken);
        }
    }

    /** In MiB. */
    private int needed(int compressed, int mostDecoded) {
        long bytes = COPIES * Math.min(mostDecoded, compressed * MOST_GROWTH);
        return (int) Math.min(all, bytes / MEBIBYTE + 1);
    }
}
