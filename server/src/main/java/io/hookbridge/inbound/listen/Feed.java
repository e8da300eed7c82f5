package io.hookbridge.inbound.listen;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Jdbi jdbi;
    private final LineStore store;
    private final Set<ListenSession> sessions = ConcurrentHashMap.newKeySet();

    /** How often somebody asked for a look since the last one began; 0 while nobody looks. */
    private final AtomicInteger asked = new AtomicInteger();

    Feed(Line line, Jdbi jdbi, LineStore store) {
        this.line = line;
        this.jdbi = jdbi;
        this.store = store;
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
     * The last position that the hindmost of the listeners with room has been given; empty if none
     * has room.
     */
    OptionalLong position() {
        return sessions.stream()
                .filter(ListenSession::hasRoom)
                .mapToLong(ListenSession::position)
                .min();
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
            }
        } while (!asked.compareAndSet(seen, 0));
    }

    private void give() {
        boolean moved = true;
        while (moved) {
            moved = false;
            Map<Long, List<ListenSession>> byPosition = new TreeMap<>();
            for (ListenSession session : sessions) {
                if (session.hasRoom()) {
                    byPosition
                            .computeIfAbsent(session.position(), _ -> new ArrayList<>())
                            .add(session);
                }
            }
            for (Map.Entry<Long, List<ListenSession>> same : byPosition.entrySet()) {
                Page page = jdbi.inTransaction(handle -> read(handle, same.getKey()));
                for (ListenSession session : same.getValue()) {
                    moved |= give(page, session);
                }
            }
        }
    }

    private static boolean give(Page page, ListenSession session) {
        if (session.misses(page.removedTo())) {
            session.close(FELL_BEHIND, "you are too far behind other listeners, connect again");
            return false;
        }
        return session.offer(page.events());
    }

    /**
     * @param removedTo entries up to there may be missing
     */
    private record Page(List<Event> events, long removedTo) {}

    private Page read(Handle handle, long position) {
        List<Entry> entries = LineStore.after(handle, line, position, false, PAGE);
        if (entries.isEmpty() && LineStore.hasNew(handle, line)) {
            LineStore.enter(handle, line, LineStore.lock(handle, line), PAGE);
            entries = LineStore.after(handle, line, position, false, PAGE);
        }
        List<Entry> fitting = fitting(entries, PAGE_BYTES);
        Map<Long, LineStore.Payload> payloads =
                fitting.isEmpty() ? Map.of() : store.payloads(handle, line, fitting);
        List<Event> events =
                fitting.stream()
                        .filter(entry -> payloads.containsKey(entry.position()))
                        .map(entry ->
                                new Event(
                                        entry,
                                        EventMembers.frame(
                                                entry,
                                                Objects.requireNonNull(
                                                        payloads.get(entry.position())))))
                        .toList();
        return new Page(events, LineStore.removedTo(handle, line));
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
