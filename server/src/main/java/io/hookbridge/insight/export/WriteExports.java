package io.hookbridge.insight.export;

import io.hookbridge.db.Database;
import io.hookbridge.insight.log.LogEntry;
import io.hookbridge.insight.log.MessageLog;

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
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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

    /** A step ends after so many pages, so that a server need not wait long for it to stop. */
    private static final int PAGES = 50;

    private final Jdbi jdbi;
    private final MessageLog messages;
    private final ExportJobStore store;
    private final InstantSource clock;
    private final int page;

    public WriteExports(Jdbi jdbi, MessageLog messages, InstantSource clock) {
        this(jdbi, messages, clock, USUAL_PAGE);
    }

    /**
     * @param page the rows of a piece
     */
    WriteExports(Jdbi jdbi, MessageLog messages, InstantSource clock, int page) {
        this.jdbi = jdbi;
        this.messages = messages;
        this.store = new ExportJobStore(jdbi);
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
            return jdbi.inTransaction(
                    TransactionIsolationLevel.REPEATABLE_READ,
                    handle -> {
                        Optional<ExportJobStore.Job> job = store.claim(handle);
                        job.ifPresent(found -> {
                            claim.export = found.export().id();
                            write(handle, found);
                        });
                        return job.isPresent();
                    });
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

    /** What a failed transaction was about. */
    private static final class Claim {
        private @Nullable UUID export;
    }

    private void write(Handle handle, ExportJobStore.Job job) {
        List<LogEntry> entries = messages.page(job.export().filter(), job.last(), page);
        CsvFormat format = CsvFormat.of(job.export().filter().direction());
        byte[] lines = format.lines(entries);
        byte[] piece = job.export().pieces() == 0 ? joined(format.header(), lines) : lines;
        UUID last = entries.isEmpty() ? job.last() : UUID.fromString(entries.getLast().messageId());
        Instant now = clock.instant();
        store.add(handle, job.export().id(), piece, entries.size(), last, now);
        if (entries.size() < page) {
            store.complete(handle, job.export().id(), now, now.plus(KEPT));
        }
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
        store.expire(now);
        store.forget(now, now.minus(REMEMBERED));
        while (store.deletePieces() > 0) {
            // A large file has thousands of pieces.
        }
        store.deleteEmpty();
    }
}
