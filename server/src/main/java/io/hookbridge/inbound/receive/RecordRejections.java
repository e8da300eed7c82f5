package io.hookbridge.inbound.receive;

import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Writes rejections down: whoever sends rubbish fills neither the database nor this server's
 * memory, and hides nothing. So many of a minute, an endpoint and a reason have a row each, and the
 * first ones of every reason whatever else came; the others are counted, one row for each reason.
 *
 * <p>They wait here for a second or so, and longer while they cannot be written; a crash loses
 * those. What there is no room for is counted in {@code hookbridge_inbound_rejections_lost_total}.
 */
public final class RecordRejections {

    private static final Logger log = LoggerFactory.getLogger(RecordRejections.class);

    /** Of an endpoint and a reason in a minute, with a row of their own. */
    static final int MOST_OF_REASON = 10;

    /** The same of an endpoint, whatever the reasons. */
    static final int MOST_OF_ENDPOINT = 30;

    /** Of each reason these have a row of their own, though others of the endpoint were more. */
    static final int FIRST_OF_REASON = 2;

    /** With a row of their own in memory, and as many that stand for several. */
    private static final int MOST_WAITING = 10_000;

    /** Of what is shown of them, in memory. */
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    private static final int MINUTE_SECONDS = 60;

    private final Consumer<List<Rejection>> insert;
    private final Uuid7 ids;
    private final Counter lost;

    /** How many have a row of their own, in {@link #minute}. */
    private final Map<Group, Integer> ofReason = new HashMap<>();

    private final Map<InboundEndpointId, Integer> ofEndpoint = new HashMap<>();

    /** Those of {@link #minute} that have none. */
    private final Map<Group, Rejection> together = new HashMap<>();

    private final List<Noted> noted = new ArrayList<>();

    /** What is ready to be written. */
    private final List<Rejection> ready = new ArrayList<>();

    private long bytes;
    private long minute;

    private record Group(InboundEndpointId endpoint, RejectionReason reason) {}

    private record Noted(UUID id, RejectedRequest request) {}

    public RecordRejections(Jdbi jdbi, Uuid7 ids, MeterRegistry meters) {
        this(new RejectionStore(jdbi)::insert, ids, meters);
    }

    /**
     * @param insert writes all or none; those that are there already are left as they are
     */
    RecordRejections(Consumer<List<Rejection>> insert, Uuid7 ids, MeterRegistry meters) {
        this.insert = insert;
        this.ids = ids;
        this.lost = meters.counter("hookbridge.inbound.rejections.lost");
    }

    /** Takes note of one request. Never waits. */
    synchronized void note(RejectedRequest request) {
        begin(minuteOf(request.receivedAt()));
        Group group = new Group(request.endpoint(), request.reason());
        if (mayStandAlone(group) && hasRoom(request.bytes())) {
            ofReason.merge(group, 1, Integer::sum);
            ofEndpoint.merge(group.endpoint(), 1, Integer::sum);
            noted.add(new Noted(ids.next(), request));
            bytes += request.bytes();
        } else if (together.size() < MOST_WAITING || together.containsKey(group)) {
            together.merge(group, request.counted(ids.next()), Rejection::and);
        } else {
            lost.increment();
        }
    }

    private static long minuteOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), MINUTE_SECONDS);
    }

    /** Ends the minute before. Who comes late counts as one of this minute. */
    private void begin(long now) {
        if (now > minute) {
            minute = now;
            ofReason.clear();
            ofEndpoint.clear();
            keep(List.copyOf(together.values()));
            together.clear();
        }
    }

    private boolean mayStandAlone(Group group) {
        int same = ofReason.getOrDefault(group, 0);
        return same < FIRST_OF_REASON
                || (same < MOST_OF_REASON
                        && ofEndpoint.getOrDefault(group.endpoint(), 0) < MOST_OF_ENDPOINT);
    }

    private boolean hasRoom(long more) {
        return noted.size() + ready.size() < MOST_WAITING && bytes + more <= MOST_BYTES;
    }

    private void keep(List<Rejection> rejections) {
        for (Rejection rejection : rejections) {
            if (rejection.bytes() > 0
                    ? hasRoom(rejection.bytes())
                    : ready.size() < 2 * MOST_WAITING) {
                ready.add(rejection);
                bytes += rejection.bytes();
            } else {
                lost.increment(rejection.requests());
            }
        }
    }

    /**
     * Writes down what waits. To be called once a second or so, by one thread.
     *
     * @throws RuntimeException if that is not possible now; nothing is lost
     */
    public void step(Instant now) {
        write(take(minuteOf(now)));
    }

    private List<Rejection> take(long now) {
        List<Noted> taken;
        List<Rejection> rejections;
        synchronized (this) {
            begin(now);
            taken = List.copyOf(noted);
            noted.clear();
            rejections = new ArrayList<>(ready);
            ready.clear();
            bytes = 0;
        }
        // Here, because whoever notes must not be held up by it.
        taken.forEach(it -> rejections.add(it.request().shown(it.id())));
        return rejections;
    }

    private void write(List<Rejection> rejections) {
        if (rejections.isEmpty()) {
            return;
        }
        try {
            insert.accept(rejections);
        } catch (RuntimeException failure) {
            if (rejections.size() > 1 && isOfARow(failure)) {
                writeEach(rejections);
                return;
            }
            giveUpOrKeep(rejections, failure);
        }
    }

    /** One that cannot be written is in the way of no other. */
    private void writeEach(List<Rejection> rejections) {
        for (int i = 0; i < rejections.size(); i++) {
            try {
                insert.accept(List.of(rejections.get(i)));
            } catch (RuntimeException failure) {
                if (isOfARow(failure)) {
                    giveUpOrKeep(List.of(rejections.get(i)), failure);
                } else {
                    giveUpOrKeep(rejections.subList(i, rejections.size()), failure);
                }
            }
        }
    }

    private void giveUpOrKeep(List<Rejection> rejections, RuntimeException failure) {
        if (isOfARow(failure)) {
            log.error("a rejection cannot be written down", failure);
            rejections.forEach(rejection -> lost.increment(rejection.requests()));
            return;
        }
        synchronized (this) {
            keep(rejections);
        }
        throw failure;
    }

    /** Whether PostgreSQL refuses what is written, and would the next time (SQLSTATE 22 and 23). */
    private static boolean isOfARow(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
            }
        }
        return false;
    }

    /** Writes down all there is, at the end of the server. */
    public void finish() {
        List<Rejection> rejections = take(Long.MAX_VALUE);
        try {
            write(rejections);
        } catch (RuntimeException failure) {
            log.warn("{} rejections are not written down", rejections.size(), failure);
        }
    }
}
