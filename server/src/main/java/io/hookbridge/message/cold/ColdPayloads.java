package io.hookbridge.message.cold;

import io.hookbridge.base.SecretBox;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.bucket.BucketTrouble;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads payloads wherever they lie. One that lies in the storage is fetched by itself, which blocks
 * the calling thread for some seconds at most; no transaction should be open meanwhile.
 *
 * <p>Safe for use by many threads.
 */
public final class ColdPayloads {

    /** The most payloads that are fetched at once, and so are in memory before anybody has them. */
    private static final int MOST_AT_ONCE = 32;

    /** How long several payloads together may take. */
    private static final Duration TOGETHER = Duration.ofSeconds(4);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(15);

    private final SegmentStore segments;
    private final ColdStorage storage;
    private final PayloadSeal seal;
    private final Duration longest;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Timer reads;
    private final Counter failures;

    /**
     * @param jdbi where rows say where their payloads lie now, so no replica
     */
    public ColdPayloads(Jdbi jdbi, ColdStorage storage, SecretBox secrets, MeterRegistry meters) {
        this(jdbi, storage, secrets, meters, TOGETHER);
    }

    /**
     * @param longest how long several payloads together may take
     */
    ColdPayloads(
            Jdbi jdbi,
            ColdStorage storage,
            SecretBox secrets,
            MeterRegistry meters,
            Duration longest) {
        this.segments = new SegmentStore(jdbi);
        this.longest = longest;
        this.storage = storage;
        this.seal = new PayloadSeal(secrets);
        this.reads =
                Timer.builder("hookbridge.cold.reads")
                        .description("Payloads that were read from the cold storage")
                        .register(meters);
        this.failures =
                Counter.builder("hookbridge.cold.read.failures")
                        .description("Payloads that could not be read from the cold storage")
                        .register(meters);
    }

    /**
     * The payload as it was sent or received.
     *
     * @throws BucketException if it cannot be had now
     */
    public byte[] read(StoredPayload stored) {
        return switch (stored) {
            case StoredPayload.Here here -> here.body();
            case StoredPayload.Cold cold -> {
                try {
                    yield fetch(cold);
                } catch (BucketException failure) {
                    if (failure.trouble().isGeneral()) {
                        throw failure;
                    }
                    yield read(
                            Optional.ofNullable(elsewhere(Map.of(cold, cold)).get(cold))
                                    .orElseThrow(() -> failure));
                }
            }
        };
    }

    /**
     * Those that lie elsewhere by now: it came back, or went into another segment, after its row
     * was read. What they lay in may be gone then, and they are not lost.
     */
    private <K> Map<K, StoredPayload> elsewhere(Map<K, StoredPayload.Cold> missing) {
        if (missing.isEmpty()) {
            return Map.of();
        }
        Map<UUID, StoredPayload> rows = segments.places(missing.values());
        Map<K, StoredPayload> elsewhere = new HashMap<>();
        missing.forEach((key, before) -> {
            StoredPayload now = rows.get(before.message());
            if (now != null && before.isElsewhere(now)) {
                elsewhere.put(key, now);
            }
        });
        return elsewhere;
    }

    /** What a caller is told who asked for a payload that cannot be had now. */
    public static ApiError unavailable() {
        return new ApiError(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "the payload lies in cold storage, which cannot be reached at the moment, try again later")
                .retryAfter(RETRY_AFTER);
    }

    private byte[] fetch(StoredPayload.Cold cold) {
        try {
            return reads.recordCallable(() -> inPlace(cold));
        } catch (BucketException failure) {
            failures.increment();
            throw failure;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] inPlace(StoredPayload.Cold cold) throws InterruptedException {
        if (!places.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BucketException(BucketTrouble.BUSY);
        }
        try {
            return storage.read(bucket ->
                    seal.open(cold, bucket.read(cold.object(), cold.offset(), cold.sealedSize())));
        } finally {
            places.release();
        }
    }

    /**
     * The payloads by the same keys, those in the storage fetched beside each other, and without
     * those that asking again does not bring: the storage does not have them any more, or not as
     * they were written.
     *
     * @throws BucketException if one of them cannot be had now, or all together not in time
     */
    public <K> Map<K, byte[]> readAllButLost(Map<K, StoredPayload> stored) {
        Map<K, byte[]> payloads = new HashMap<>();
        Map<K, StoredPayload> places = stored;
        while (!places.isEmpty()) {
            places = elsewhere(readAll(places, payloads));
        }
        if (payloads.size() < stored.size()) {
            requireOwnBucket();
        }
        return payloads;
    }

    /** One without any object of ours is more likely another one, or has another prefix. */
    private void requireOwnBucket() {
        if (storage.read(bucket -> bucket.list("")).isEmpty()) {
            throw new BucketException(BucketTrouble.NO_OBJECT);
        }
    }

    /** Adds what it reads to {@code payloads}, and returns what does not lie where it should. */
    private <K> Map<K, StoredPayload.Cold> readAll(
            Map<K, StoredPayload> stored, Map<K, byte[]> payloads) {
        List<Map.Entry<K, StoredPayload.Cold>> colds = new ArrayList<>();
        List<Callable<byte[]>> calls = new ArrayList<>();
        stored.forEach((key, payload) -> {
            switch (payload) {
                case StoredPayload.Here here -> payloads.put(key, here.body());
                case StoredPayload.Cold cold -> {
                    colds.add(Map.entry(key, cold));
                    calls.add(() -> fetch(cold));
                }
            }
        });
        Map<K, StoredPayload.Cold> missing = new HashMap<>();
        if (!calls.isEmpty()) {
            List<Future<byte[]>> fetched = together(calls);
            for (int i = 0; i < colds.size(); i++) {
                try {
                    payloads.put(colds.get(i).getKey(), get(fetched.get(i)));
                } catch (BucketException failure) {
                    if (failure.trouble().isGeneral()) {
                        throw failure;
                    }
                    missing.put(colds.get(i).getKey(), colds.get(i).getValue());
                }
            }
        }
        return missing;
    }

    /** All of them done, or given up. */
    private List<Future<byte[]>> together(List<Callable<byte[]>> calls) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(calls, longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BucketException(BucketTrouble.AWAY, interrupted);
        }
    }

    private static byte[] get(Future<byte[]> done) {
        try {
            return done.get();
        } catch (CancellationException late) {
            throw new BucketException(BucketTrouble.AWAY, late);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof BucketException known
                    ? known
                    : new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BucketException(BucketTrouble.AWAY, interrupted);
        }
    }
}
