package io.hookbridge.inbound.listen;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Notifications;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.http.WebSocketLink;
import io.hookbridge.inbound.endpoint.InboundGates;
import io.hookbridge.message.cold.ColdPayloads;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.apikey.KeyText;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** All who listen on this server; start reading here. Safe for use by many threads. */
public final class Listeners implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    /** How often {@link #step} should run. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    /** How long places of messages that were taken are kept for slower listeners. */
    private static final Duration KEPT = Duration.ofMinutes(15);

    private static final int REMOVED_AT_ONCE = 10_000;

    private static final int STEPS_OF_LEASE = 5;
    private static final int STEPS_OF_REMOVAL = 60;

    private final Jdbi jdbi;
    private final EntryPayloadStore payloads;
    private final EnterMessages enters;
    private final TakeMessages takes;
    private final Rights rights;
    private final Places places;
    private final Room room;
    private final Waits waits = new Waits();
    private final Notifications others;
    private final InstantSource clock;
    private final LineLocks locks = new LineLocks();
    private final UUID server;
    private final Leases leases;
    private final Feed.Parts feedParts;
    private final ListenSession.Parts parts;
    private final Map<Line, Feed> feeds = new ConcurrentHashMap<>();

    private final Map<ListenSession, Guest> guests = new ConcurrentHashMap<>();
    private int steps;
    private volatile boolean ended;

    /** Whose a session is. */
    private record Guest(TenantId tenant, String network, KeyText key) {}

    /**
     * @param limits of listeners on this server
     * @param others tells all servers of lines in which something may have come
     */
    public Listeners(
            Jdbi jdbi,
            SecretBox secrets,
            ApiKeys keys,
            InboundGates gates,
            Places.Limits limits,
            Notifications others,
            ColdPayloads cold,
            Uuid7 ids,
            InstantSource clock,
            Ticker ticker,
            MeterRegistry meters) {
        this.jdbi = jdbi;
        this.payloads = new EntryPayloadStore(new SealedHeaders(secrets), cold);
        this.enters = new EnterMessages(jdbi, Feed.PAGE, meters);
        this.takes = new TakeMessages(jdbi, clock, meters);
        this.rights = new Rights(keys, gates);
        this.places = new Places(limits);
        this.room = new Room(Room.Shares.ofHeap(Runtime.getRuntime().maxMemory()));
        this.others = others;
        this.clock = clock;
        this.server = ids.next();
        this.leases = new Leases(jdbi, locks, server, clock, ticker, this::listenedTo);
        this.feedParts = new Feed.Parts(jdbi, enters, payloads, room, leases);
        this.parts =
                new ListenSession.Parts(
                        takes, ids, clock, ticker, this::hasRoom, this::sessionEnded);
        Gauge.builder("hookbridge.listeners", guests, Map::size)
                .description("How many listen over a WebSocket")
                .register(meters);
        Gauge.builder("hookbridge.listen.waiting", waits, Waits::waiting)
                .description("How many requests are held until there is something to listen to")
                .register(meters);
        Gauge.builder("hookbridge.listen.bytes", room, Room::taken)
                .baseUnit("bytes")
                .description("How much memory large messages take on their way to listeners")
                .register(meters);
    }

    Jdbi jdbi() {
        return jdbi;
    }

    EntryPayloadStore payloads() {
        return payloads;
    }

    Waits waits() {
        return waits;
    }

    Rights rights() {
        return rights;
    }

    Places places() {
        return places;
    }

    Room room() {
        return room;
    }

    LineLocks locks() {
        return locks;
    }

    Leases leases() {
        return leases;
    }

    boolean isEnded() {
        return ended;
    }

    /** Begins to hear of other servers. */
    public void start() {
        others.listenBySubject(this::heard);
    }

    private void heard(Set<String> lines) {
        if (lines.isEmpty()) {
            // Something may have been missed.
            feeds().forEach(Feed::wake);
            waits.wakeAll();
            return;
        }
        lines.forEach(text -> {
            String[] ids = text.split("/", 3);
            // What this server told the others it has seen to itself.
            if (ids.length == 3 && !ids[2].equals(server.toString())) {
                wake(
                        new Line(
                                new EnvironmentId(UUID.fromString(ids[0])),
                                new InboundEndpointId(UUID.fromString(ids[1]))));
            }
        });
    }

    /** Something was stored for whoever listens to the endpoint. Waits for nothing. */
    public void received(EnvironmentId environment, InboundEndpointId endpoint) {
        Line line = new Line(environment, endpoint);
        Feed feed = feeds.get(line);
        if (feed != null) {
            feed.received();
        }
        waits.wake(line);
        tellOthers(line);
    }

    private void tellOthers(Line line) {
        others.send(line.environment().value() + "/" + line.endpoint().value() + "/" + server);
    }

    private void hasRoom(ListenSession session) {
        Feed feed = feeds.get(session.line());
        if (feed != null) {
            feed.wakeForRoom();
        }
    }

    private void wake(Line line) {
        Feed feed = feeds.get(line);
        if (feed != null) {
            feed.wake();
        }
        waits.wake(line);
    }

    private List<Feed> feeds() {
        return List.copyOf(feeds.values());
    }

    /**
     * A listener has come, for whom a place was taken. To be called on a loop; what has to be
     * waited for is done on a thread.
     */
    ListenSession come(
            Line line,
            ListenSession.Terms terms,
            TenantId tenant,
            String network,
            KeyText key,
            WebSocketLink link) {
        ListenSession session = new ListenSession(line, terms, link, parts);
        guests.put(session, new Guest(tenant, network, key));
        Thread.ofVirtual().name("listen-begin").start(() -> begin(session, tenant));
        return session;
    }

    private void begin(ListenSession session, TenantId tenant) {
        Line line = session.line();
        try {
            locks.locked(
                    line,
                    () -> {
                        long now = leases.now();
                        Start start = jdbi.inTransaction(handle -> begin(handle, line));
                        session.begin(start.after(), start.last());
                        Feed feed =
                                feeds.computeIfAbsent(line, _ -> new Feed(line, tenant, feedParts));
                        feed.leased(now);
                        feed.add(session);
                        if (!guests.containsKey(session)) {
                            // It has gone meanwhile, and nobody else will say so.
                            leave(session);
                        }
                    });
            if (ended) {
                session.close(WebSocketLink.GOING_AWAY, "this server is about to end");
            }
            listenedTo(line);
            wake(line);
        } catch (RuntimeException failure) {
            log.debug("a listener could not begin", failure);
            session.close(WebSocketLink.FAULT, "the server cannot read what is stored");
        }
    }

    private record Start(long after, long last) {}

    private Start begin(Handle handle, Line line) {
        long last = LineStore.lock(handle, line);
        leases.begin(handle, line, last);
        long after = LineStore.firstWaiting(handle, line).map(first -> first - 1).orElse(last);
        return new Start(after, last);
    }

    /** Ends what is held for those who ask, here and there. */
    private void listenedTo(Line line) {
        waits.giveUp(line);
        tellOthers(line);
    }

    /** The answer to whoever asked for these was sent whole. Waits for nothing. */
    void haveCome(Line line, List<Entry> entries) {
        Thread.ofVirtual()
                .name("listen-come")
                .start(() -> note(line, handle -> GivenStore.come(handle, line, entries)));
    }

    /** Whoever asked for these may not have got them. Waits for nothing. */
    void takeBack(Line line, List<Entry> entries) {
        Thread.ofVirtual()
                .name("listen-take-back")
                .start(() -> {
                    note(line, handle -> GivenStore.takeBack(handle, line, entries));
                    wake(line);
                    tellOthers(line);
                });
    }

    private void note(Line line, Consumer<Handle> what) {
        try {
            locks.locked(
                    line,
                    () ->
                            jdbi.useTransaction(handle -> {
                                var _ = LineStore.lock(handle, line);
                                what.accept(handle);
                            }));
        } catch (RuntimeException failure) {
            log.debug(
                    "what became of an answer is not noted, so that its messages count as not given",
                    failure);
        }
    }

    private void sessionEnded(ListenSession session, List<Entry> suspects) {
        Guest guest = guests.remove(session);
        if (guest != null) {
            places.giveBack(guest.tenant(), guest.network());
        }
        Thread.ofVirtual().name("listen-end").start(() -> end(session, suspects));
    }

    private void end(ListenSession session, List<Entry> suspects) {
        Line line = session.line();
        try {
            // First: who stays in a feed counts as listening, and nobody who asks is given
            // anything.
            locks.locked(line, () -> leave(session));
            if (!suspects.isEmpty()) {
                jdbi.useTransaction(handle -> LineStore.broke(handle, line, suspects));
            }
            // What was not taken is for somebody else.
            wake(line);
            tellOthers(line);
        } catch (RuntimeException failure) {
            log.debug("that a listener has gone is not noted; it ends by itself", failure);
        }
    }

    private void leave(ListenSession session) {
        Line line = session.line();
        Feed feed = feeds.get(line);
        if (feed == null) {
            return;
        }
        feed.remove(session);
        if (feed.isEmpty()) {
            feeds.remove(line);
            leases.end(line);
        }
    }

    /** To be called every second: looks after sessions, and at lines. */
    public void step() {
        // First, as it needs no database.
        guests.keySet().forEach(ListenSession::tend);
        takes.tryAgain();
        steps++;
        if (steps % STEPS_OF_LEASE == 0) {
            leases.renew(feeds());
        }
        guests.forEach((session, guest) ->
                rights.lostStream(guest.key(), session.line().endpoint())
                        .ifPresent(lost -> session.close(lost.code(), lost.error().message())));
        waits.tend(rights);
        lookAtLines();
        if (steps % STEPS_OF_REMOVAL == 0) {
            while (OldEntryStore.remove(jdbi, clock.instant().minus(KEPT), REMOVED_AT_ONCE)
                    == REMOVED_AT_ONCE) {
                log.debug("places of messages that were taken long ago were removed");
            }
        }
    }

    private void lookAtLines() {
        Map<Line, Long> known = new HashMap<>();
        long before = leases.now() - EVERY.toNanos();
        for (Feed feed : feeds()) {
            if (!feed.isAtEndSince(before)) {
                OptionalLong position = feed.position();
                position.ifPresent(last -> known.put(feed.line(), last));
            }
        }
        waits.lines().forEach(line -> known.putIfAbsent(line, Long.MAX_VALUE));
        if (!known.isEmpty()) {
            jdbi.withHandle(handle -> LineStore.moved(handle, known)).forEach(this::wake);
        }
    }

    /** From now on nobody listens here: whoever does is told to connect again. */
    public void end() {
        ended = true;
        waits.end();
        guests.keySet()
                .forEach(session ->
                        session.close(WebSocketLink.GOING_AWAY, "this server is about to end"));
    }

    /** Notes what was taken, and that nobody listens here. */
    @Override
    public void close() {
        others.close();
        enters.close();
        takes.close();
        leases.end();
    }
}
