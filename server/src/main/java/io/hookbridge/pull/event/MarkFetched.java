package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.GroupCommit;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
import java.util.List;

/**
 * Notes that events were fetched, those of many callers together in one transaction: whoever works
 * through a list fetches one event after another, and waits for each.
 */
final class MarkFetched implements AutoCloseable {

    /** The most events in one transaction. */
    private static final int LARGEST = 512;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final GroupCommit<PullEvent> writer;

    MarkFetched(Jdbi jdbi, InstantSource clock, MeterRegistry meters) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.writer =
                new GroupCommit<>(
                        "fetched", LARGEST, GroupCommit.Gathering.SHORT, meters, this::write);
    }

    /** Returns when it is stored. An event that is no longer in the state stored stays as it is. */
    void mark(PullEvent event) {
        writer.commit(event);
    }

    private void write(List<PullEvent> events) {
        List<EnvironmentId> environments =
                events.stream().map(PullEvent::environment).distinct().toList();
        List<MessageId> ids = events.stream().map(PullEvent::id).distinct().toList();
        jdbi.useTransaction(handle ->
                EventMoves.fetch(
                        handle, EventMoveStore.lock(handle, environments, ids), clock.instant()));
    }

    /** Notes what waits and takes nothing more. */
    @Override
    public void close() {
        writer.close();
    }
}
