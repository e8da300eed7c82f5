package io.hookbridge.message.cold;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.Uuid7;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.bucket.BucketTrouble;
import io.hookbridge.message.cold.RewriteStore.Full;
import io.hookbridge.message.cold.RewriteStore.Placed;
import io.hookbridge.message.cold.RewriteStore.Rewriting;
import io.hookbridge.message.cold.RewriteStore.Rows;
import io.hookbridge.message.cold.RewriteStore.Way;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Copies the rows of a partition into the new one, a chunk at a time: the payloads of a chunk are a
 * segment, which is in the storage, and was read back, before a row names it.
 */
final class RewritePartition {

    /**
     * The smallest payload that moves, in bytes: a smaller one takes hardly more than its place.
     */
    static final int LEAST = 256;

    /** The payloads of one chunk, in bytes; a single one may be larger. */
    private static final long CHUNK_BYTES = 8L << 20;

    private static final int CHUNK_ROWS = 10_000;

    /** As many messages of a segment are named whose payloads are lost. */
    private static final int NAMED = 10;

    private final RewriteStore store;
    private final SegmentStore segments;
    private final ColdStorage storage;
    private final PayloadSeal seal;
    private final Uuid7 ids;
    private final InstantSource clock;

    /** The segment that was read last, whole: the next payload of a return is in it, mostly. */
    private @Nullable UUID lastRead;

    /** Null if the storage does not have it. */
    private byte @Nullable [] lastBytes;

    RewritePartition(
            RewriteStore store,
            SegmentStore segments,
            ColdStorage storage,
            PayloadSeal seal,
            Uuid7 ids,
            InstantSource clock) {
        this.store = store;
        this.segments = segments;
        this.storage = storage;
        this.seal = seal;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a chunk has done. */
    record Done(boolean isEnd, int payloads, long bytes) {}

    /**
     * Copies the next rows.
     *
     * @throws BucketException if the storage does not take or give the payloads; nothing was copied
     * @throws Lost if it never will give some
     */
    Done chunk(Rewriting rewriting) {
        Rows rows = chunk(store.after(rewriting, LEAST));
        List<Full> going = store.payloads(rewriting, rows.last(), LEAST);
        Placed placed = rewriting.way() == Way.MOVE ? moved(rewriting, going) : returned(going);
        if (!store.copy(rewriting, rows.last(), placed)) {
            // Another node goes on with it, or has ended it.
            return new Done(false, 0, 0);
        }
        return new Done(
                rows.isEnd(),
                going.size(),
                placed.segment() == null ? 0 : placed.segment().bytes().length);
    }

    /** The first of them that fit. */
    private static Rows chunk(Rows rows) {
        long bytes = 0;
        for (int i = 0; i < rows.rows().size(); i++) {
            RewriteStore.Row row = rows.rows().get(i);
            bytes += row.goes() ? row.size() : 0;
            boolean more = i + 1 < rows.rows().size();
            if (more && (bytes >= CHUNK_BYTES || i + 1 >= CHUNK_ROWS)) {
                return new Rows(rows.rows().subList(0, i + 1), row.place(), false);
            }
        }
        return rows;
    }

    private Placed moved(Rewriting rewriting, List<Full> going) {
        Segment.Builder builder = new Segment.Builder();
        List<Integer> offsets = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        for (Full row : going) {
            if (row.payload() instanceof StoredPayload.Here(byte[] body)) {
                PayloadSeal.Sealed sealed = seal.seal(row.environment(), row.message(), body);
                offsets.add(builder.add(row.environment(), row.message(), sealed.body()));
                keys.add(sealed.key());
            }
        }
        Segment segment = builder.isEmpty() ? null : builder.build(ids.next(), rewriting.day());
        if (segment != null) {
            write(segment);
        }
        return placed(
                segment, going, offsets.toArray(Integer[]::new), keys.toArray(byte[][]::new), null);
    }

    /** Writes both objects, and reads back what cannot be had again later. */
    private void write(Segment segment) {
        segments.announce(segment, clock.instant());
        CrashPoint.COLD_ANNOUNCED_COMMITTED.pass();
        String payloads = Segment.payloads(segment.day(), segment.id());
        String index = Segment.index(segment.day(), segment.id());
        storage.with(
                ColdStorage.Use.WRITE,
                bucket -> {
                    bucket.write(payloads, segment.bytes());
                    CrashPoint.COLD_HALF_WRITTEN.pass();
                    bucket.write(index, segment.index());
                    if (!Arrays.equals(Segment.sha256(bucket.read(payloads)), segment.sha256())
                            || !Arrays.equals(bucket.read(index), segment.index())) {
                        throw new BucketException(BucketTrouble.DAMAGED);
                    }
                    return segment;
                });
        CrashPoint.COLD_READ_BACK.pass();
    }

    /**
     * Payloads that do not come back, because the storage does not have them any more, or not as
     * they were written; its message says which.
     */
    static final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Lost(String message) {
            super(message);
        }

        private static Lost of(BucketTrouble trouble, List<StoredPayload.Cold> lost) {
            return new Lost(
                    "%s; %s of %s"
                            .formatted(
                                    trouble.sentence(),
                                    lost.size() == 1
                                            ? "the payload of 1 message"
                                            : "payloads of %d messages".formatted(lost.size()),
                                    lost.stream()
                                            .collect(
                                                    Collectors.groupingBy(
                                                            StoredPayload.Cold::object,
                                                            TreeMap::new,
                                                            Collectors.toList()))
                                            .entrySet()
                                            .stream()
                                            .map(each ->
                                                    each.getKey() + ": " + some(each.getValue()))
                                            .collect(Collectors.joining("; "))));
        }

        private static String some(List<StoredPayload.Cold> lost) {
            return lost.stream()
                            .limit(NAMED)
                            .map(cold -> cold.message().toString())
                            .collect(Collectors.joining(", "))
                    + (lost.size() > NAMED ? " and others" : "");
        }
    }

    /**
     * @throws Lost if that is why some cannot be had, with all of these
     */
    private Placed returned(List<Full> going) {
        byte[][] bodies = new byte[going.size()][];
        List<StoredPayload.Cold> lost = new ArrayList<>();
        BucketTrouble trouble = BucketTrouble.NO_OBJECT;
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = new byte[0];
            if (going.get(i).payload() instanceof StoredPayload.Cold cold) {
                try {
                    bodies[i] = seal.open(cold, sealed(cold));
                } catch (BucketException failure) {
                    if (failure.trouble().isGeneral()) {
                        throw failure;
                    }
                    lost.add(cold);
                    trouble = failure.trouble();
                }
            }
        }
        if (!lost.isEmpty()) {
            throw Lost.of(trouble, lost);
        }
        return placed(null, going, new Integer[0], new byte[0][], bodies);
    }

    private byte[] sealed(StoredPayload.Cold cold) {
        if (!cold.segment().equals(lastRead)) {
            lastBytes = object(cold.object());
            lastRead = cold.segment();
        }
        if (lastBytes == null) {
            throw new BucketException(BucketTrouble.NO_OBJECT);
        }
        int end = cold.offset() + cold.sealedSize();
        if (end > lastBytes.length) {
            throw new BucketException(BucketTrouble.DAMAGED);
        }
        return Arrays.copyOfRange(lastBytes, cold.offset(), end);
    }

    /** Null if there is none: each of its payloads would ask for it again. */
    private byte @Nullable [] object(String name) {
        try {
            return storage.with(ColdStorage.Use.READ, bucket -> bucket.read(name));
        } catch (BucketException failure) {
            if (failure.trouble() != BucketTrouble.NO_OBJECT) {
                throw failure;
            }
            return null;
        }
    }

    /** Lets go of what is remembered between two chunks. */
    void forget() {
        lastRead = null;
        lastBytes = null;
    }

    /**
     * @param bodies null for a move
     */
    private static Placed placed(
            @Nullable Segment segment,
            List<Full> going,
            Integer[] offsets,
            byte[][] keys,
            byte @Nullable [][] bodies) {
        return new Placed(
                segment,
                going.stream().map(Full::environment).toArray(UUID[]::new),
                going.stream().map(Full::message).toArray(UUID[]::new),
                offsets,
                keys,
                bodies == null ? new byte[0][] : bodies);
    }
}
