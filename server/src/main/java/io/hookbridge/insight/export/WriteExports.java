package io.hookbridge.insight.export;

import io.hookbridge.bucket.BucketException;
import io.hookbridge.db.Database;
import io.hookbridge.db.replica.Reads;
import io.hookbridge.insight.log.LogEntry;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.message.PayloadStore;
import io.hookbridge.message.cold.ColdPayloads;
import io.hookbridge.message.cold.StoredPayload;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes the files of exports, a page at a time, and takes them away when their time is over. Safe
 * on every node at once.
 */
public final class WriteExports {

    private static final String SERIALIZATION_FAILURE = "40001";

    private static final Logger log = LoggerFactory.getLogger(WriteExports.class);

    /** How long a file is kept. */
    static final Duration KEPT = Duration.ofDays(7);

    /** How long the record of one that is over is kept. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    /** About 200 KB. */
    private static final int USUAL_PAGE = 1_000;

    private static final int PAGE_WITH_PAYLOADS = 200;

    /** Of payloads in memory at once, unless one is longer. */
    private static final long MOST_BYTES = 4 * 1024 * 1024;

    /** A step ends after so many pages, so that a server need not wait long for it to stop. */
    private static final int PAGES = 50;

    /** How far the clocks of a server and its database may be apart, with some to spare. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    /** How long an export rests whose payloads could not be had. */
    static final Duration REST = Duration.ofSeconds(15);

    /** Payloads that come within half of the time that they have may be twice as many. */
    private static final Duration QUICK = Duration.ofSeconds(2);

    /** How long it is known that an export needs smaller pages. */
    private static final Duration PACE_KEPT = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final Reads reads;
    private final ExportJobStore store;
    private final Opening payloads;
    private final InstantSource clock;
    private final int page;

    /** Of exports whose payloads could not be had in time, on this node. */
    private final Map<UUID, Pace> paces = new ConcurrentHashMap<>();

    /** See {@link ColdPayloads#readAllButLost}. */
    @FunctionalInterface
    interface Opening {
        Map<UUID, byte[]> open(Map<UUID, StoredPayload> stored);
    }

    /**
     * How an export goes on.
     *
     * @param rows at most at once
     * @param from not before
     */
    private record Pace(int rows, Instant from) {}

    /**
     * @param reads where messages are read from
     */
    public WriteExports(Jdbi jdbi, Reads reads, ColdPayloads cold, InstantSource clock) {
        this(jdbi, reads, cold::readAllButLost, clock, USUAL_PAGE);
    }

    /**
     * @param page the rows of a piece
     */
    WriteExports(Jdbi jdbi, Reads reads, Opening payloads, InstantSource clock, int page) {
        this.jdbi = jdbi;
        this.reads = reads;
        this.store = new ExportJobStore(jdbi);
        this.payloads = payloads;
        this.clock = clock;
        this.page = page;
    }

    /** Writes some pages; where several exports wait they take turns. */
    public void step() {
        for (int i = 0; i < PAGES && writePage(); i++) {
            // The rest is written by the next step.
        }
    }

    /** Writes a page of whichever export waits longest; false if none does. */
    boolean writePage() {
        Claim claim = new Claim();
        try {
            // In one snapshot, which a page of the log needs.
            Optional<Export> claimed =
                    jdbi.inTransaction(
                            TransactionIsolationLevel.REPEATABLE_READ,
                            handle -> {
                                PayloadStore.keepPartitions(handle);
                                Optional<Export> export = store.claim(handle, resting());
                                export.ifPresent(found -> {
                                    claim.export = found.id();
                                    claim.cold = write(handle, found);
                                });
                                return export;
                            });
            Page cold = claim.cold;
            if (cold != null) {
                writeLater(claimed.orElseThrow(), cold);
            }
            return claimed.isPresent();
        } catch (BucketException away) {
            // The export is not to blame, and goes on where it stopped.
            rest(Objects.requireNonNull(claim.export), Objects.requireNonNull(claim.cold));
            return true;
        } catch (RuntimeException failure) {
            if (claim.export == null && isTaken(failure)) {
                return true;
            }
            if (claim.export == null || Database.isOutage(failure)) {
                throw failure;
            }
            log.warn("a page of the export {} could not be written", claim.export, failure);
            store.countFailure(claim.export, clock.instant());
            return true;
        }
    }

    /** Whether another server wrote a page of the same export since the snapshot. */
    private static boolean isTaken(RuntimeException failure) {
        return failure.getCause() instanceof SQLException cause
                && SERIALIZATION_FAILURE.equals(cause.getSQLState());
    }

    private Set<UUID> resting() {
        Instant now = clock.instant();
        return paces.entrySet().stream()
                .filter(each -> each.getValue().from().isAfter(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Leaves the storage alone for a while, and then wants less of it at once. */
    private void rest(UUID export, Page tried) {
        int fewer = Math.max(1, tried.entries().size() / 2);
        paces.put(export, new Pace(fewer, clock.instant().plus(REST)));
    }

    /** What a failed transaction was about. */
    private static final class Claim {
        private @Nullable UUID export;

        /** Of which payloads lie in the cold storage, and nothing is written yet. */
        private @Nullable Page cold;
    }

    /** Writes the next page, or returns it if payloads of it lie in the cold storage. */
    private @Nullable Page write(Handle handle, Export export) {
        int most = export.layout().payloads() ? Math.min(page, rows(export)) : page;
        // From a replica that has all that was there when the export was ordered.
        Page read =
                reads.since(
                                export.createdAt().plus(CLOCKS_DIFFER),
                                replica ->
                                        replica.inTransaction(
                                                TransactionIsolationLevel.REPEATABLE_READ,
                                                there -> {
                                                    PayloadStore.keepPartitions(there);
                                                    return read(there, export, most);
                                                }))
                        .orElseGet(() -> read(handle, export, most));
        if (read.isCold()) {
            // Others go first, and other servers take others.
            store.postpone(handle, export.id(), clock.instant());
            return read;
        }
        add(handle, export, read);
        return null;
    }

    private int rows(Export export) {
        Pace pace = paces.get(export.id());
        return pace == null ? PAGE_WITH_PAYLOADS : Math.min(pace.rows(), PAGE_WITH_PAYLOADS);
    }

    /** With no transaction open while the cold storage is asked, which takes its time. */
    private void writeLater(Export export, Page read) {
        Instant began = clock.instant();
        Page fetched = read.opened(payloads.open(read.payloads()));
        if (Duration.between(began, clock.instant()).compareTo(QUICK) < 0) {
            paces.computeIfPresent(
                    export.id(), (_, pace) -> new Pace(rows(export) * 2, pace.from()));
        }
        if (!fetched.lost().isEmpty()) {
            log.warn(
                    "the export {} goes without payloads that the cold storage has lost, of messages {}",
                    export.id(),
                    fetched.lost());
        }
        jdbi.useTransaction(handle -> {
            if (store.isAt(handle, export)) {
                add(handle, export, fetched);
            }
        });
    }

    private void add(Handle handle, Export export, Page read) {
        List<ExportedMessage> written = read.written();
        ExportFormat format = ExportFormat.of(export.filter().direction(), export.layout());
        byte[] lines = format.lines(written);
        byte[] piece = export.pieces() == 0 ? joined(format.header(), lines) : lines;
        UUID last = written.isEmpty() ? export.last() : id(written.getLast().entry());
        Instant now = clock.instant();
        store.add(handle, export.id(), piece, written.size(), last, now);
        if (read.isLast()) {
            store.complete(handle, export.id(), now, now.plus(KEPT));
            paces.remove(export.id());
        }
    }

    /**
     * What the next piece of a file holds.
     *
     * @param payloads by their messages
     * @param lost the messages whose payloads the cold storage does not have any more
     * @param isLast whether nothing comes after it
     */
    private record Page(
            List<LogEntry> entries,
            Map<UUID, StoredPayload> payloads,
            Set<UUID> lost,
            boolean isLast) {

        boolean isCold() {
            return payloads.values().stream().anyMatch(StoredPayload.Cold.class::isInstance);
        }

        Page opened(Map<UUID, byte[]> bodies) {
            Map<UUID, StoredPayload> here = new HashMap<>();
            bodies.forEach((id, body) -> here.put(id, new StoredPayload.Here(body)));
            Set<UUID> lost = new TreeSet<>(payloads.keySet());
            lost.removeAll(here.keySet());
            return new Page(entries, here, lost, isLast);
        }

        /** Of a page that is not cold. */
        List<ExportedMessage> written() {
            return entries.stream()
                    .map(entry ->
                            new ExportedMessage(
                                    entry, body(payloads.get(id(entry))), lost.contains(id(entry))))
                    .toList();
        }

        private static byte @Nullable [] body(@Nullable StoredPayload payload) {
            return payload instanceof StoredPayload.Here(byte[] body) ? body : null;
        }
    }

    private Page read(Handle handle, Export export, int most) {
        List<LogEntry> entries = MessageLog.page(handle, export.filter(), export.last(), most);
        return export.layout().payloads()
                ? withPayloads(handle, export, entries, most)
                : new Page(entries, Map.of(), Set.of(), entries.size() < most);
    }

    /** As many of them as memory has room for; the first in any case. */
    private static Page withPayloads(
            Handle handle, Export export, List<LogEntry> entries, int most) {
        Map<UUID, Integer> sizes =
                ExportPayloadStore.sizes(
                        handle,
                        export.environment(),
                        entries.stream().map(WriteExports::id).toList());
        List<LogEntry> taken = new ArrayList<>();
        long bytes = 0;
        for (LogEntry entry : entries) {
            bytes += sizes.getOrDefault(id(entry), 0);
            if (bytes > MOST_BYTES && !taken.isEmpty()) {
                break;
            }
            taken.add(entry);
        }
        Map<UUID, StoredPayload> payloads =
                ExportPayloadStore.read(
                        handle,
                        export.environment(),
                        taken.stream().map(WriteExports::id).toList());
        return new Page(
                taken, payloads, Set.of(), entries.size() < most && taken.size() == entries.size());
    }

    private static UUID id(LogEntry entry) {
        return UUID.fromString(entry.messageId());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Ends exports whose time is over and takes away what they leave behind. */
    public void clear() {
        Instant now = clock.instant();
        // Of those that other nodes completed.
        paces.values().removeIf(pace -> pace.from().isBefore(now.minus(PACE_KEPT)));
        store.expire(now);
        store.forget(now, now.minus(REMEMBERED));
        while (store.deletePieces() > 0) {
            // A large file has thousands of pieces.
        }
        store.deleteEmpty();
    }
}
