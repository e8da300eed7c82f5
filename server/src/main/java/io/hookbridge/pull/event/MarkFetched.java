package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.GroupCommit;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Notes that events were fetched, those of many callers together in one transaction: whoever works
 * through a list fetches one event after another, and waits for each.
 */
final class MarkFetched implements AutoCloseable {

    /** Whoever works through a list waits for each event; a transaction here is a short one. */
    private static final GroupCommit.Gathering BRIEFLY =
            new GroupCommit.Gathering(Duration.ofMillis(2), 2);

    /** The most events in one transaction. */
    private static final int LARGEST = 512;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final GroupCommit<Mark> writer;

    /** An event that is to be noted and, once it is, the same as it is then. */
    private static final class Mark {

        private PullEvent event;

        Mark(PullEvent event) {
            this.event = event;
        }
    }

    MarkFetched(Jdbi jdbi, InstantSource clock, MeterRegistry meters) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.writer = new GroupCommit<>("fetched", LARGEST, BRIEFLY, meters, this::write);
    }

    /**
     * The event as it is when that is stored; one that is no longer in the state stored stays as it
     * is.
     */
    PullEvent mark(PullEvent event) {
        Mark mark = new Mark(event);
        writer.commit(mark);
        return mark.event;
    }

    private void write(List<Mark> marks) {
        List<EnvironmentId> environments =
                marks.stream().map(mark -> mark.event.environment()).distinct().toList();
        List<MessageId> ids = marks.stream().map(mark -> mark.event.id()).distinct().toList();
        Map<MessageId, PullEvent> now =
                jdbi.inTransaction(handle ->
                        EventMoves.fetch(
                                handle,
                                EventMoveStore.lock(handle, environments, ids),
                                clock.instant()));
        for (Mark mark : marks) {
            // One that is gone for good was there a moment ago.
            mark.event = now.getOrDefault(mark.event.id(), mark.event);
        }
    }

    /** Notes what waits and takes nothing more. */
    @Override
    public void close() {
        writer.close();
    }
}
