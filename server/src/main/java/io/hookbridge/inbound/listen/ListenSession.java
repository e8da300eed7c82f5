package io.hookbridge.inbound.listen;

import io.hookbridge.base.Json;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.WebSocketLink;
import io.hookbridge.message.Taken;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One listener: what is under way to it, and what it has taken. Safe for use by many threads; waits
 * for nothing.
 */
final class ListenSession implements WebSocketLink.Events {

    /** How often a listener is pinged. */
    static final Duration PING_EVERY = Duration.ofSeconds(20);

    /**
     * How long a listener may be silent, for each message under way to it: the official client
     * answers no ping while it forwards, which takes up to 30 seconds.
     */
    static final Duration PATIENCE = Duration.ofSeconds(35);

    /** A client that asks more often is not answered each time: it may not read the answers. */
    private static final Duration PONG_EVERY = Duration.ofSeconds(1);

    /**
     * The most results at once for messages that are not under way to it; further ones are lost.
     */
    private static final int MOST_LATE = 64;

    /** The most bytes under way, beside a single larger message. */
    static final long MOST_BYTES = 256 * 1024;

    /** With so many bytes that its connection has not taken, a listener is given no more. */
    static final long MOST_UNSENT = 64 * 1024;

    /** A client that ends like this was content with what it got. */
    private static final Set<Integer> POLITE = Set.of(1000, 1001);

    private static final int FIRST_OWN_CODE = 4000;

    static final int SILENT = 4408;

    private static final byte[] PONG = "{\"type\":\"pong\"}".getBytes(StandardCharsets.US_ASCII);

    private final Line line;
    private final Terms terms;
    private final WebSocketLink link;
    private final Parts parts;
    private final Deque<UnderWay> underWay = new ArrayDeque<>();
    private long underWayBytes;

    /** What was given to the link and has not left, in bytes. */
    private long unsent;

    private final Set<Event> sending = new HashSet<>();
    private long position = Long.MAX_VALUE;
    private long joinedAt;
    private long pings;
    private long pingedNanos;
    private long heardNanos;
    private long pongedNanos;
    private final AtomicInteger late = new AtomicInteger();
    private boolean ended;

    /** Whether the next message goes out alone, once nothing is under way. */
    private boolean waitsToBeIdle;

    /**
     * What a listener asked for.
     *
     * @param window how many messages may be under way to it
     * @param byResults whether only results say that a message was taken
     */
    record Terms(int window, boolean byResults) {}

    /**
     * What sessions share.
     *
     * @param room told when a session has room again
     * @param over told when a session has ended, with the code
     */
    record Parts(
            Takes takes,
            Uuid7 ids,
            InstantSource clock,
            Ticker ticker,
            Consumer<ListenSession> room,
            Over over) {}

    /** Notes what was taken. */
    interface Takes {

        /** A message was taken that was given with this fence. */
        void taken(Line line, MessageId message, int fence, Taken.@Nullable Result result);

        /**
         * A result came for a message that is not under way to whoever sent it.
         *
         * @return ends when it is noted, or cannot be; how many are noted at once is for the caller
         *     to bound
         */
        CompletableFuture<?> late(Line line, MessageId message, Taken.@Nullable Result result);
    }

    /** Is told how a session ended. */
    @FunctionalInterface
    interface Over {
        /**
         * @param suspects what may be why it ended
         */
        void ended(ListenSession session, List<Entry> suspects);
    }

    /**
     * @param taken whether that somebody has taken it is noted
     * @param ping that was sent right behind it
     */
    private record UnderWay(Entry entry, AtomicBoolean taken, int bytes, long ping) {}

    ListenSession(Line line, Terms terms, WebSocketLink link, Parts parts) {
        this.line = line;
        this.terms = terms;
        this.link = link;
        this.parts = parts;
        this.pingedNanos = parts.ticker().nanos();
        this.heardNanos = pingedNanos;
        this.pongedNanos = pingedNanos - PONG_EVERY.toNanos();
    }

    Line line() {
        return line;
    }

    /**
     * Messages may be given to it from now on.
     *
     * @param after the position behind which it begins
     * @param last that there was; of what is not behind it, only what nobody has taken is given
     */
    synchronized void begin(long after, long last) {
        position = after;
        joinedAt = last;
    }

    synchronized boolean hasRoom() {
        return !ended
                && position < Long.MAX_VALUE
                && underWay.size() < terms.window()
                && (underWayBytes < MOST_BYTES || underWay.isEmpty())
                && unsent < MOST_UNSENT
                && underWay.stream().noneMatch(one -> one.entry().isSuspect());
    }

    /** Of the last message that it was given or that was passed over. */
    synchronized long position() {
        return position;
    }

    /** Whether something that came for it was removed from the line before it was given it. */
    synchronized boolean misses(long removedTo) {
        return position < removedTo && joinedAt < removedTo;
    }

    /**
     * Gives it as many of these as it has room for.
     *
     * @param events in the order of the line, with all that there is between them
     * @param through up to where there is nothing else
     * @return whether its position is another one now
     */
    synchronized boolean offer(List<Event> events, long through) {
        long before = position;
        for (Event event : events) {
            Entry entry = event.entry();
            if (entry.position() <= position) {
                continue;
            }
            if (entry.waits() || entry.position() > joinedAt) {
                if (!hasRoom()) {
                    return position != before;
                }
                if (entry.isSuspect() && !underWay.isEmpty()) {
                    waitsToBeIdle = true;
                    return position != before;
                }
                int bytes = event.frame().length;
                underWay.addLast(new UnderWay(entry, event.taken(), bytes, pings + 1));
                underWayBytes += bytes;
                send(event);
                ping();
            }
            position = entry.position();
        }
        position = Math.max(position, through);
        return position != before;
    }

    private void send(Event event) {
        unsent += event.frame().length;
        event.room().hold();
        sending.add(event);
        link.send(event.frame(), () -> sent(event));
    }

    private synchronized void sent(Event event) {
        if (sending.remove(event)) {
            boolean hadRoom = hasRoom();
            unsent -= event.frame().length;
            event.room().release();
            if (!hadRoom && hasRoom()) {
                parts.room().accept(this);
            }
        }
    }

    private void ping() {
        pings++;
        pingedNanos = parts.ticker().nanos();
        link.ping(ByteBuffer.allocate(Long.BYTES).putLong(pings).array());
    }

    /** To be called every second: pings it, or gives it up. */
    synchronized void tend() {
        long now = parts.ticker().nanos();
        long patience = PATIENCE.toNanos() * Math.max(1, underWay.size());
        if (now - heardNanos > patience) {
            close(SILENT, "you answered nothing for too long");
        } else if (now - pingedNanos >= PING_EVERY.toNanos()) {
            ping();
        }
    }

    @Override
    public synchronized void pong(byte[] payload) {
        heardNanos = parts.ticker().nanos();
        if (terms.byResults() || payload.length != Long.BYTES) {
            return;
        }
        long answered = ByteBuffer.wrap(payload).getLong();
        if (answered <= pings) {
            take(one -> one.ping() <= answered, null);
        }
    }

    @Override
    public synchronized void text(String text) {
        heardNanos = parts.ticker().nanos();
        JsonNode message;
        try {
            message = Json.MAPPER.readTree(text);
        } catch (JacksonException malformed) {
            close(WebSocketLink.NOT_VALID, "a message is no JSON");
            return;
        }
        if (!message.isObject()) {
            close(WebSocketLink.NOT_VALID, "a message is no JSON object");
            return;
        }
        switch (message.path("type").asString("")) {
            case "ping" -> answerPing();
            case "delivery_result" -> result(message);
            default -> {}
        }
    }

    private void answerPing() {
        if (heardNanos - pongedNanos >= PONG_EVERY.toNanos()) {
            pongedNanos = heardNanos;
            link.send(PONG, () -> {});
        }
    }

    private void result(JsonNode message) {
        Optional<MessageId> id = MessageId.parse(message.path("message_id").asString(""));
        if (id.isEmpty()) {
            return;
        }
        Taken.Result result =
                DeliveryResult.read(message, parts.ids().next(), parts.clock().instant());
        Optional<UnderWay> own =
                underWay.stream().filter(one -> one.entry().message().equals(id.get())).findFirst();
        if (own.isEmpty()) {
            late(id.get(), result);
            return;
        }
        long place = own.get().entry().position();
        take(one -> one.entry().position() == place, result);
        if (!terms.byResults()) {
            // It handles one after the other, and tells nothing of those that it could not forward.
            take(one -> one.entry().position() < place, null);
        }
    }

    private void late(MessageId message, Taken.@Nullable Result result) {
        if (late.incrementAndGet() > MOST_LATE) {
            late.decrementAndGet();
            return;
        }
        var _ =
                parts.takes()
                        .late(line, message, result)
                        .whenComplete((_, _) -> late.decrementAndGet());
    }

    private void take(Predicate<UnderWay> which, Taken.@Nullable Result result) {
        boolean hadRoom = hasRoom();
        Iterator<UnderWay> all = underWay.iterator();
        while (all.hasNext()) {
            UnderWay one = all.next();
            if (which.test(one)) {
                all.remove();
                underWayBytes -= one.bytes();
                if (!one.taken().getAndSet(true) || result != null) {
                    parts.takes().taken(line, one.entry().message(), one.entry().fence(), result);
                }
            }
        }
        if (hasRoom() && (!hadRoom || (waitsToBeIdle && underWay.isEmpty()))) {
            waitsToBeIdle = false;
            parts.room().accept(this);
        }
    }

    /** Ends it. */
    void close(int code, String reason) {
        link.close(code, reason);
    }

    @Override
    public void closed(int code) {
        List<Entry> suspects = new ArrayList<>();
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            if (!POLITE.contains(code) && code < FIRST_OWN_CODE) {
                // What came behind it has not been looked at.
                underWay.stream().findFirst().ifPresent(one -> suspects.add(one.entry()));
            }
            underWay.clear();
            sending.forEach(event -> event.room().release());
            sending.clear();
        }
        parts.over().ended(this, suspects);
    }
}
