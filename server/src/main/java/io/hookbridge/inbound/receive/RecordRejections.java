package io.hookbridge.inbound.receive;

import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.Uuid7;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes rejections down, so many of an endpoint and a minute each for itself and the others
 * together: whoever sends rubbish fills neither the database nor this server's memory. They wait
 * here for a second or so; a crash loses those of that time.
 */
public final class RecordRejections {

    private static final Logger log = LoggerFactory.getLogger(RecordRejections.class);

    /** Of an endpoint in a minute, with a row of their own. */
    static final int MOST_EACH = 10;

    /** Beyond that many in memory, those of further endpoints are not written down. */
    private static final int MOST_WAITING = 10_000;

    private static final int MINUTE_SECONDS = 60;

    private final RejectionStore store;
    private final Uuid7 ids;

    /** How many have had a row of their own, by endpoint, in {@link #minute}. */
    private final Map<InboundEndpointId, Integer> written = new HashMap<>();

    private final Map<Group, Rejection> together = new HashMap<>();
    private List<Rejection> waiting = new ArrayList<>();
    private long minute;

    private record Group(InboundEndpointId endpoint, RejectionReason reason) {}

    public RecordRejections(Jdbi jdbi, Uuid7 ids) {
        this.store = new RejectionStore(jdbi);
        this.ids = ids;
    }

    Uuid7 ids() {
        return ids;
    }

    /** Takes note of one request. Never waits. */
    synchronized void note(Rejection rejection) {
        long now = Math.floorDiv(rejection.receivedAt().getEpochSecond(), MINUTE_SECONDS);
        if (now != minute) {
            minute = now;
            written.clear();
            waiting.addAll(together.values());
            together.clear();
        }
        if (waiting.size() + together.size() >= MOST_WAITING) {
            return;
        }
        if (written.merge(rejection.endpoint(), 1, Integer::sum) <= MOST_EACH) {
            waiting.add(rejection);
        } else {
            together.merge(
                    new Group(rejection.endpoint(), rejection.reason()),
                    new Rejection(
                            rejection.id(),
                            rejection.environment(),
                            rejection.endpoint(),
                            rejection.reason(),
                            null,
                            rejection.receivedAt(),
                            rejection.source(),
                            null,
                            1),
                    RecordRejections::both);
        }
    }

    private static Rejection both(Rejection one, Rejection other) {
        return new Rejection(
                one.id(),
                one.environment(),
                one.endpoint(),
                one.reason(),
                null,
                other.receivedAt(),
                other.source(),
                null,
                one.requests() + other.requests());
    }

    /** Writes down what waits. To be called once a second or so. */
    public void step(Instant now) {
        List<Rejection> rejections = take(now);
        if (!rejections.isEmpty()) {
            store.insert(rejections);
        }
    }

    private synchronized List<Rejection> take(Instant now) {
        List<Rejection> taken = waiting;
        waiting = new ArrayList<>();
        if (Math.floorDiv(now.getEpochSecond(), MINUTE_SECONDS) != minute) {
            taken.addAll(together.values());
            together.clear();
        }
        return taken;
    }

    /** Writes down all there is, at the end of the server. */
    public void finish() {
        List<Rejection> rejections;
        synchronized (this) {
            rejections = waiting;
            rejections.addAll(together.values());
            waiting = new ArrayList<>();
            together.clear();
        }
        try {
            if (!rejections.isEmpty()) {
                store.insert(rejections);
            }
        } catch (RuntimeException failure) {
            log.warn("{} rejections are not written down", rejections.size(), failure);
        }
    }
}
