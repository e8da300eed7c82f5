package io.hookbridge.http;

import io.hookbridge.base.RequestId;
import io.hookbridge.base.Uuid7;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What the event loops of a server do: they take connections and requests in, read bodies and write
 * answers, and never wait. Everything here is shared by the loops.
 */
final class Listener {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private static final CharSequence DATE = HttpHeaders.createOptimized("Date");

    /** RFC 9110, section 5.6.7. */
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final HttpServer.Front front;
    private final Dispatcher dispatcher;
    private final RequestLog requestLog;
    private final Uuid7 ids;
    private final LongSupplier wallMillis;
    private final Places places;
    private final Bounds bounds;
    private final InFlight inFlight;
    private final Connections connections;
    private final @Nullable KnownHosts hosts;
    private final Vertx vertx;
    private final @Nullable Tls tls;
    private final Set<Peer> overHttp2 = ConcurrentHashMap.newKeySet();
    private final Set<Reception> reading = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean draining;
    private volatile Dated date = new Dated(-1, HttpHeaders.createOptimized(""));

    /** A moment as headers have it; there is one each second. */
    private record Dated(long second, CharSequence text) {}

    /** What a listener needs to know of its server. */
    record Parts(
            HttpServer.Front front,
            Dispatcher dispatcher,
            RequestLog requestLog,
            Uuid7 ids,
            LongSupplier wallMillis,
            Places places) {}

    /**
     * @param hosts that are answered; null for all
     * @param tls null for none
     */
    Listener(
            Parts parts,
            Bounds bounds,
            Connections connections,
            @Nullable KnownHosts hosts,
            @Nullable Tls tls,
            Vertx vertx) {
        this.front = parts.front();
        this.dispatcher = parts.dispatcher();
        this.requestLog = parts.requestLog();
        this.ids = parts.ids();
        this.wallMillis = parts.wallMillis();
        this.places = parts.places();
        this.bounds = bounds;
        this.inFlight = new InFlight(bounds.bodies());
        this.connections = connections;
        this.hosts = hosts;
        this.tls = tls;
        this.vertx = vertx;
    }

    /** A new connection, before anything of it is read. */
    void connected(HttpConnection connection) {
        connection.exceptionHandler(failure -> log.debug("a connection broke", failure));
        Peer peer = Peer.accept(connection);
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            overHttp2.add(peer);
            connection.closeHandler(_ -> overHttp2.remove(peer));
            if (draining) {
                peer.announceEnd();
            }
        }
    }

    /** A request whose head was read. */
    void arrived(HttpServerRequest request) {
        Peer peer = Peer.of(request.connection());
        if (peer.isClosing()) {
            return;
        }
        if (request.version() != HttpVersion.HTTP_2) {
            receive(request, peer, RequestHead.ofHttp1(request)).begin();
            return;
        }
        Http2Heads.Head head = peer.http2Head();
        ApiError refusal = head.refusal();
        if (refusal == null) {
            receive(request, peer, RequestHead.ofHttp2(request, head.whole())).begin();
        } else {
            receive(request, peer, unreadable(HttpVersion.HTTP_2, head.whole()))
                    .refuseUnread(refusal);
        }
    }

    /** What is no request. */
    void refused(HttpServerRequest request) {
        Peer peer = Peer.of(request.connection());
        if (peer.isClosing()) {
            return;
        }
        ApiError refusal =
                request.decoderResult().cause() instanceof ApiError known
                        ? known
                        : HeadGrammar.invalid();
        // Nothing that follows is read, so there is no body either.
        receive(request, peer, unreadable(HttpVersion.HTTP_1_1, true)).refuseUnread(refusal);
    }

    /** A stand-in for the head of what could not be read. */
    private static RequestHead unreadable(HttpVersion version, boolean whole) {
        return new RequestHead("?", "…", null, "", Headers.NONE, whole ? 0 : -1, version);
    }

    private Reception receive(HttpServerRequest request, Peer peer, RequestHead head) {
        open.incrementAndGet();
        Context loop = Objects.requireNonNull(Vertx.currentContext());
        String requestId = new RequestId(ids.next()).toString();
        RequestFacts facts = new RequestFacts(requestId, requestLog.nanos(), head, peer.address());
        return new Reception(this, loop, peer, request, facts);
    }

    /**
     * @throws ApiError if the request is for a host that is not served here
     */
    void checkHost(RequestHead head) {
        if (hosts != null) {
            hosts.check(head);
        }
        // Over HTTP/1.1 a connection is opened for its host; over HTTP/2 a client may use one that
        // it has, if the certificate covers the other host as well (RFC 9113, section 9.1.1).
        if (tls != null && head.version() == HttpVersion.HTTP_2 && !tls.serves(head)) {
            throw new ApiError(
                    ErrorCode.MISDIRECTED_REQUEST,
                    "this server does not answer for the host of the request, send it over a connection of its own");
        }
    }

    /** Puts into an answer what every answer has. */
    void beginAnswer(HttpServerResponse response) {
        response.putHeader(DATE, date());
        front.begin(response);
    }

    private CharSequence date() {
        long second = wallMillis.getAsLong() / 1000;
        Dated now = date;
        if (now.second() != second) {
            now =
                    new Dated(
                            second,
                            HttpHeaders.createOptimized(
                                    IMF_FIXDATE.format(
                                            Instant.ofEpochSecond(second)
                                                    .atOffset(ZoneOffset.UTC))));
            date = now;
        }
        return now.text();
    }

    void reading(Reception reception) {
        reading.add(reception);
    }

    void notReading(Reception reception) {
        reading.remove(reception);
    }

    /** A request has its answer, or its caller is gone. */
    void ended() {
        open.decrementAndGet();
    }

    /** How many requests have no answer yet. */
    int unanswered() {
        return open.get();
    }

    Connections connections() {
        return connections;
    }

    /** From now on every answer says that it is the last of its connection. */
    void drain() {
        draining = true;
        overHttp2.forEach(Peer::announceEnd);
    }

    /** No request is answered any more that has not come by now. */
    void nameLastRequests() {
        overHttp2.forEach(Peer::nameLastRequest);
    }

    boolean isDraining() {
        return draining;
    }

    /** Waits no longer for bodies that are still on their way. */
    void giveUpReading() {
        reading.forEach(Reception::giveUpReading);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    RequestLog log() {
        return requestLog;
    }

    Places places() {
        return places;
    }

    Bounds bounds() {
        return bounds;
    }

    InFlight inFlight() {
        return inFlight;
    }

    Vertx vertx() {
        return vertx;
    }
}
