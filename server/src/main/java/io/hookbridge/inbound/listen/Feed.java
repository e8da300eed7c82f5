package io.hookbridge.inbound.listen;

import io.hookbridge.base.MessageId;
import io.hookbridge.base.TenantId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives the messages of one line to its listeners on this server. Works on a thread of its own as
 * long as there is something to give and a listener that has room, and on one at a time.
 */
final class Feed {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    /** How many messages are read at once. */
    private static final int PAGE = 32;

    /** The most bytes of payloads that are read at once, beside a single larger one. */
    private static final long PAGE_BYTES = 4L * 1024 * 1024;

    /** The close code of a listener for whom messages are in line no longer. */
    private static final int FELL_BEHIND = 4410;

    private final Line line;
    private final TenantId tenant;
    private final Jdbi jdbi;
    private final LineStore store;
    private final Room room;
    private final Leases leases;
    private final Set<ListenSession> sessions = ConcurrentHashMap.newKeySet();

    /** How often somebody asked for a look since the last one began; 0 while nobody looks. */
    private final AtomicInteger asked = new AtomicInteger();

    /** Something was stored for the line that may have no place yet. */
    private final AtomicBoolean received = new AtomicBoolean();

    private volatile long leasedNanos;
    private volatile boolean lapsed;

    /**
     * @param tenant whose line it is
     */
    Feed(Line line, TenantId tenant, Jdbi jdbi, LineStore store, Room room, Leases leases) {
        this.line = line;
        this.tenant = tenant;
        this.jdbi = jdbi;
        this.store = store;
        this.room = room;
        this.leases = leases;
    }

    Line line() {
        return line;
    }

    void add(ListenSession session) {
        sessions.add(session);
    }

    void remove(ListenSession session) {
        sessions.remove(session);
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    /**
     * Other servers know that somebody listens here.
     *
     * @param sinceNanos by {@link Leases#now}
     */
    void leased(long sinceNanos) {
        leasedNanos = sinceNanos;
        lapsed = false;
    }

    /** They had forgotten it. */
    void lapsed() {
        lapsed = true;
        wake();
    }

    private boolean isLeased() {
        return !lapsed && leases.holds(leasedNanos);
    }

    /**
     * The last position that the hindmost of the listeners with room has been given; empty if none
     * has room.
     */
    OptionalLong position() {
        return sessions.stream()
                .filter(ListenSession::hasRoom)
                .mapToLong(ListenSession::position)
                .min();
    }

    /** Something was stored for this line. */
    void received() {
        received.set(true);
        wake();
    }

    /** Something may have come, or a listener has room again. */
    void wake() {
        if (asked.getAndIncrement() == 0) {
            Thread.ofVirtual().name("listen-feed").start(this::run);
        }
    }

    private void run() {
        int seen;
        do {
            seen = asked.get();
            try {
                give();
            } catch (RuntimeException failure) {
                // Lines are looked at again every second.
                log.debug("a line could not be read", failure);
            } catch (Error failure) {
                // Who ended here would never be woken again.
                log.error("a line could not be read", failure);
            }
        } while (!asked.compareAndSet(seen, 0));
    }

    private void give() {
        boolean moved = true;
        while (moved) {
            moved = false;
            if (!isLeased()) {
                leases.beginAgain(this);
            }
            Map<Long, List<ListenSession>> byPosition = new TreeMap<>();
            for (ListenSession session : sessions) {
                if (session.hasRoom()) {
                    byPosition
                            .computeIfAbsent(session.position(), _ -> new ArrayList<>())
                            .add(session);
                }
            }
            for (Map.Entry<Long, List<ListenSession>> same : byPosition.entrySet()) {
                Sight sight = jdbi.withHandle(handle -> read(handle, same.getKey()));
                try (Page page = page(sight)) {
                    if (!isLeased()) {
                        // Somebody who asks may have been given the same meanwhile.
                        moved = !isEmpty();
                        break;
                    }
                    for (ListenSession session : same.getValue()) {
                        // Whatever comes later wakes this by itself.
                        moved |= give(page, session) && page.isMore();
                    }
                }
            }
        }
    }

    private static boolean give(Page page, ListenSession session) {
        if (session.misses(page.removedTo())) {
            session.close(FELL_BEHIND, "you are too far behind other listeners, connect again");
            return false;
        }
        return session.offer(page.events(), page.through());
    }

    /**
     * @param through the last position that was looked at; 0 if there was none
     * @param isMore whether there is more behind it
     * @param removedTo entries up to there may be missing
     */
    private record Page(List<Event> events, long through, boolean isMore, long removedTo)
            implements AutoCloseable {

        /** Who was given some of them holds these by itself. */
        @Override
        public void close() {
            events.forEach(event -> event.room().release());
        }
    }

    /**
     * What the database says of a page.
     *
     * @param shares of the first entries, as far as there is room
     * @param found of their payloads
     */
    private record Sight(
            LineStore.Look look, SequencedMap<Entry, Room.Share> shares, LineStore.Found found) {}

    private Sight read(Handle handle, long position) {
        if (received.getAndSet(false)) {
            return sight(handle, enterAndLook(handle, position));
        }
        LineStore.Look look = LineStore.look(handle, line, position, PAGE);
        return sight(
                handle,
                look.entries().isEmpty() && look.isMore() ? enterAndLook(handle, position) : look);
    }

    private LineStore.Look enterAndLook(Handle handle, long position) {
        return handle.inTransaction(_ -> LineStore.enterAndLook(handle, line, position, PAGE));
    }

    private Sight sight(Handle handle, LineStore.Look look) {
        SequencedMap<Entry, Room.Share> shares = new LinkedHashMap<>();
        for (Entry entry : fitting(look.entries(), PAGE_BYTES)) {
            Optional<Room.Share> share = room.take(tenant, entry.size());
            if (share.isEmpty()) {
                // Lines are looked at again every second.
                break;
            }
            shares.put(entry, share.get());
        }
        if (shares.isEmpty()) {
            return new Sight(look, shares, LineStore.Found.NOTHING);
        }
        try {
            return new Sight(look, shares, store.find(handle, line, shares.keySet()));
        } catch (RuntimeException | Error failure) {
            shares.values().forEach(Room.Share::release);
            throw failure;
        }
    }

    /** With no connection in hand: a payload may have to be fetched from the cold storage. */
    private Page page(Sight sight) {
        LineStore.Look look = sight.look();
        SequencedMap<Entry, Room.Share> shares = sight.shares();
        if (shares.isEmpty()) {
            return new Page(List.of(), 0, false, look.removedTo());
        }
        try {
            return new Page(
                    events(sight),
                    shares.lastEntry().getKey().position(),
                    look.isMore() || shares.size() < look.entries().size(),
                    look.removedTo());
        } catch (RuntimeException | Error failure) {
            shares.values().forEach(Room.Share::release);
            throw failure;
        }
    }

    private List<Event> events(Sight sight) {
        Map<MessageId, LineStore.Payload> payloads = store.open(sight.found());
        List<Event> events = new ArrayList<>();
        sight.shares()
                .forEach((entry, share) -> {
                    LineStore.Payload payload = payloads.get(entry.message());
                    if (payload == null) {
                        share.release();
                        return;
                    }
                    byte[] frame = EventMembers.frame(entry, payload);
                    share.written(frame.length);
                    events.add(new Event(entry, frame, share));
                });
        return events;
    }

    /** The first ones that have at most so many bytes together; the very first in any case. */
    static List<Entry> fitting(List<Entry> entries, long bytes) {
        long left = bytes;
        int count = 0;
        for (Entry entry : entries) {
            left -= entry.size();
            if (left < 0 && count > 0) {
                break;
            }
            count++;
        }
        return entries.subList(0, count);
    }
}
