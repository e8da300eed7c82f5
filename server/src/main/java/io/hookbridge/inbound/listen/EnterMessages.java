package io.hookbridge.inbound.listen;

import io.hookbridge.base.MessageId;
import io.hookbridge.db.GroupCommit;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives places to what was just received, in all lines to which something came at about the same
 * time by one transaction, and reads what is small with one statement. A line that somebody else
 * has locked holds up no other: it is left out.
 */
final class EnterMessages implements AutoCloseable {

    /** The most lines in one transaction. */
    private static final int LARGEST = 256;

    /** The most bytes of payloads that are read together; larger ones are for who needs them. */
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    /** The most payloads, whose headers are not counted in bytes. */
    private static final int MOST_READ = 256;

    /** Those who receive tell of everything that one transaction stored within so long. */
    private static final GroupCommit.Gathering GATHERING =
            new GroupCommit.Gathering(Duration.ofMillis(4), 2);

    private final Jdbi jdbi;
    private final int most;
    private final GroupCommit<Entering> writer;

    /**
     * What got places in a line.
     *
     * @param before the last position before
     * @param look behind that position
     * @param stored what the rows of all these messages have that are still there; null if nobody
     *     has looked
     */
    record Entered(
            long before,
            LineStore.Look look,
            @Nullable Map<MessageId, EntryPayloadStore.Stored> stored) {

        private long bytes() {
            return look.entries().stream().mapToLong(Entry::size).sum();
        }

        private boolean isSmall() {
            return look.entries().stream().allMatch(entry -> entry.size() <= Room.SMALL);
        }
    }

    /** A line to which something came. */
    private static final class Entering {

        private final Line line;

        /** Written by the writer, read by who waited for it. */
        private @Nullable Entered entered;

        private Entering(Line line) {
            this.line = line;
        }
    }

    /**
     * @param most how many messages of each line at once
     */
    EnterMessages(Jdbi jdbi, int most, MeterRegistry meters) {
        this.jdbi = jdbi;
        this.most = most;
        this.writer = new GroupCommit<>("entered", LARGEST, GATHERING, meters, this::write);
    }

    /** Gives places to what has none in this line; empty if that is to be done by the caller. */
    Optional<Entered> enter(Line line) {
        Entering entering = new Entering(line);
        writer.commit(entering);
        return Optional.ofNullable(entering.entered);
    }

    private void write(List<Entering> batch) {
        Map<Line, Entered> entered = new LinkedHashMap<>();
        jdbi.useTransaction(handle -> enter(handle, batch, entered));
        read(entered);
        batch.forEach(one -> one.entered = entered.get(one.line));
    }

    private void enter(Handle handle, List<Entering> batch, Map<Line, Entered> into) {
        if (!EnterStore.isPossible(handle)) {
            return;
        }
        List<EnterStore.Locked> locked =
                EnterStore.lock(handle, batch.stream().map(one -> one.line).distinct().toList());
        if (locked.isEmpty()) {
            return;
        }
        Map<Line, List<Entry>> entries = EnterStore.enter(handle, locked, most);
        for (EnterStore.Locked one : locked) {
            List<Entry> ofLine = entries.getOrDefault(one.line(), List.of());
            into.put(
                    one.line(),
                    new Entered(
                            one.last(),
                            new LineStore.Look(ofLine, ofLine.size() == most, one.removedTo()),
                            null));
        }
    }

    /** The payloads of as many lines as are small enough, with one statement. */
    private void read(Map<Line, Entered> entered) {
        List<Line> lines = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Line, Entered> one : entered.entrySet()) {
            List<Entry> ofLine = one.getValue().look().entries();
            if (!ofLine.isEmpty()
                    && one.getValue().isSmall()
                    && entries.size() + ofLine.size() <= MOST_READ
                    && bytes + one.getValue().bytes() <= MOST_BYTES) {
                bytes += one.getValue().bytes();
                lines.add(one.getKey());
                entries.addAll(ofLine);
            }
        }
        if (entries.isEmpty()) {
            return;
        }
        Map<MessageId, EntryPayloadStore.Stored> stored =
                jdbi.withHandle(handle -> EntryPayloadStore.stored(handle, lines, entries));
        for (Line line : lines) {
            entered.computeIfPresent(line, (_, one) -> with(one, stored));
        }
    }

    private static Entered with(Entered one, Map<MessageId, EntryPayloadStore.Stored> stored) {
        Map<MessageId, EntryPayloadStore.Stored> own = new HashMap<>();
        for (Entry entry : one.look().entries()) {
            EntryPayloadStore.Stored row = stored.get(entry.message());
            if (row != null) {
                own.put(entry.message(), row);
            }
        }
        return new Entered(one.before(), one.look(), own);
    }

    @Override
    public void close() {
        writer.close();
    }
}
