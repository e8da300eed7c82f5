package io.hookbridge.inbound.listen;

import io.hookbridge.base.MessageId;
import io.hookbridge.base.TenantId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives the messages of one line to its listeners on this server. Works on a thread of its own as
 * long as there is something to give and a listener that has room, and on one at a time.
 */
final class Feed {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    /** How many messages are read at once. */
    static final int PAGE = 32;

    /** The most bytes of payloads that are read at once, beside a single larger one. */
    private static final long PAGE_BYTES = 4L * 1024 * 1024;

    /** The most pages in memory on this server. */
    private static final int MOST_PAGES = 64;

    /** The close code of a listener for whom messages are in line no longer. */
    private static final int FELL_BEHIND = 4410;

    private final Line line;
    private final TenantId tenant;
    private final Parts parts;
    private final Set<ListenSession> sessions = ConcurrentHashMap.newKeySet();

    /** How often somebody asked for a look since the last one began; 0 while nobody looks. */
    private final AtomicInteger asked = new AtomicInteger();

    /** Something was stored for the line that may have no place yet. */
    private final AtomicBoolean received = new AtomicBoolean();

    /** The line may have gone on since it was looked at. */
    private final AtomicBoolean changed = new AtomicBoolean();

    /**
     * Where the line ended when it was looked at last; greater than any position if that is not
     * known. Set by whoever looks.
     */
    private volatile long end = Long.MAX_VALUE;

    /** When the look began that found it. */
    private volatile long endNanos;

    /**
     * The last place of the line, as far as whoever looks knows; -1 before the first look. Only to
     * a listener there goes what gets its place next.
     */
    private long lastPlace = -1;

    /** How often the lease began anew. */
    private final AtomicInteger leasings = new AtomicInteger();

    /** When the last look began. Of whoever looks. */
    private long lookedNanos;

    private volatile long leasedNanos;
    private volatile boolean lapsed;

    /**
     * What feeds share.
     *
     * @param pages how many more may be in memory, of all lines: what is small takes no room
     */
    record Parts(
            Jdbi jdbi,
            EnterMessages enters,
            EntryPayloadStore payloads,
            Room room,
            Leases leases,
            Semaphore pages) {

        Parts(
                Jdbi jdbi,
                EnterMessages enters,
                EntryPayloadStore payloads,
                Room room,
                Leases leases) {
            this(jdbi, enters, payloads, room, leases, new Semaphore(MOST_PAGES));
        }
    }

    /**
     * @param tenant whose line it is
     */
    Feed(Line line, TenantId tenant, Parts parts) {
        this.line = line;
        this.tenant = tenant;
        this.parts = parts;
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
        if (!isLeased()) {
            leasings.incrementAndGet();
        }
        leasedNanos = sinceNanos;
        lapsed = false;
    }

    /** They had forgotten it. */
    void lapsed() {
        lapsed = true;
        wake();
    }

    private boolean isLeased() {
        return !lapsed && parts.leases().holds(leasedNanos);
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

    /** Whether all who have room stood at the end of the line at that time, or later. */
    boolean isAtEndSince(long nanos) {
        return endNanos - nanos >= 0 && position().orElse(Long.MAX_VALUE) >= end;
    }

    /** Something was stored for this line. */
    void received() {
        received.set(true);
        wake();
    }

    /** Something may have come. */
    void wake() {
        changed.set(true);
        wakeForRoom();
    }

    /** A listener has room again. */
    void wakeForRoom() {
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
                changed.set(true);
                log.debug("a line could not be read", failure);
            } catch (Error failure) {
                // Who ended here would never be woken again.
                changed.set(true);
                log.error("a line could not be read", failure);
            }
        } while (!asked.compareAndSet(seen, 0));
    }

    private void give() {
        boolean moved = true;
        while (moved) {
            moved = false;
            if (!isLeased()) {
                parts.leases().beginAgain(this);
            }
            if (changed.getAndSet(false)) {
                end = Long.MAX_VALUE;
            }
            // First those at the end of the line: to them goes what was just received.
            for (Map.Entry<Long, List<ListenSession>> same : byPosition().entrySet()) {
                if (same.getKey() >= end) {
                    continue;
                }
                int before = leasings.get();
                parts.pages().acquireUninterruptibly();
                try (Page page = read(same.getKey())) {
                    if (!isLeased() || leasings.get() != before) {
                        // Somebody who asks may have been given the same meanwhile.
                        moved = !isEmpty();
                        break;
                    }
                    for (ListenSession session : same.getValue()) {
                        // Whatever comes later wakes this by itself.
                        moved |= give(page, session) && page.isMore();
                    }
                } finally {
                    parts.pages().release();
                }
            }
        }
    }

    /** The listeners that have room, the foremost first. */
    private SortedMap<Long, List<ListenSession>> byPosition() {
        SortedMap<Long, List<ListenSession>> byPosition = new TreeMap<>(Comparator.reverseOrder());
        for (ListenSession session : sessions) {
            if (session.hasRoom()) {
                byPosition.computeIfAbsent(session.position(), _ -> new ArrayList<>()).add(session);
            }
        }
        return byPosition;
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
     * @param stored of their payloads
     */
    private record Sight(
            LineStore.Look look,
            SequencedMap<Entry, Room.Share> shares,
            Map<MessageId, EntryPayloadStore.Stored> stored) {

        boolean isMore() {
            return look.isMore() || shares.size() < look.entries().size();
        }
    }

    private Page read(long position) {
        lookedNanos = parts.leases().now();
        if (position == lastPlace && received.getAndSet(false)) {
            Optional<EnterMessages.Entered> entered = parts.enters().enter(line);
            if (entered.isEmpty()) {
                return page(
                        position,
                        parts.jdbi()
                                .withHandle(
                                        handle -> sight(handle, enterAndLook(handle, position))));
            }
            if (entered.get().before() == position) {
                return page(position, sight(entered.get()));
            }
        }
        return page(
                position, parts.jdbi().withHandle(handle -> sight(handle, look(handle, position))));
    }

    private LineStore.Look look(Handle handle, long position) {
        LineStore.Look look = LineStore.look(handle, line, position, PAGE);
        return look.entries().isEmpty() && look.isMore() ? enterAndLook(handle, position) : look;
    }

    private LineStore.Look enterAndLook(Handle handle, long position) {
        return handle.inTransaction(_ -> LineStore.enterAndLook(handle, line, position, PAGE));
    }

    private Sight sight(Handle handle, LineStore.Look look) {
        return sight(look, entries -> EntryPayloadStore.stored(handle, List.of(line), entries));
    }

    private Sight sight(EnterMessages.Entered entered) {
        if (!entered.look().entries().isEmpty()) {
            lastPlace = entered.look().entries().getLast().position();
        }
        if (entered.look().isMore()) {
            received.set(true);
        }
        Map<MessageId, EntryPayloadStore.Stored> stored = entered.stored();
        return sight(
                entered.look(),
                entries ->
                        stored != null
                                ? stored
                                : parts.jdbi()
                                        .withHandle(handle ->
                                                EntryPayloadStore.stored(
                                                        handle, List.of(line), entries)));
    }

    /** Finds payloads. */
    private interface Finding {
        Map<MessageId, EntryPayloadStore.Stored> of(Collection<Entry> entries);
    }

    private Sight sight(LineStore.Look look, Finding payloads) {
        SequencedMap<Entry, Room.Share> shares = new LinkedHashMap<>();
        for (Entry entry : fitting(look.entries(), PAGE_BYTES)) {
            Optional<Room.Share> share = parts.room().take(tenant, entry.size());
            if (share.isEmpty()) {
                // Lines are looked at again every second.
                break;
            }
            shares.put(entry, share.get());
        }
        try {
            return new Sight(
                    look, shares, shares.isEmpty() ? Map.of() : payloads.of(shares.keySet()));
        } catch (RuntimeException | Error failure) {
            shares.values().forEach(Room.Share::release);
            throw failure;
        }
    }

    /** With no connection in hand: a payload may have to be fetched from the cold storage. */
    private Page page(long position, Sight sight) {
        SequencedMap<Entry, Room.Share> shares = sight.shares();
        long removedTo = sight.look().removedTo();
        if (shares.isEmpty()) {
            noteEnd(position, sight.isMore());
            return new Page(List.of(), 0, false, removedTo);
        }
        try {
            long through = shares.lastEntry().getKey().position();
            Page page =
                    new Page(
                            events(shares, parts.payloads().open(sight.stored())),
                            through,
                            sight.isMore(),
                            removedTo);
            noteEnd(through, sight.isMore());
            return page;
        } catch (RuntimeException | Error failure) {
            shares.values().forEach(Room.Share::release);
            throw failure;
        }
    }

    /** The line was looked at up to there. */
    private void noteEnd(long position, boolean isMore) {
        if (!isMore) {
            end = position;
            lastPlace = position;
            endNanos = lookedNanos;
        } else if (position >= end) {
            end = Long.MAX_VALUE;
        }
    }

    private List<Event> events(
            Map<Entry, Room.Share> shares, Map<MessageId, EntryPayloadStore.Payload> payloads) {
        List<Event> events = new ArrayList<>();
        shares.forEach((entry, share) -> {
            EntryPayloadStore.Payload payload = payloads.get(entry.message());
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
