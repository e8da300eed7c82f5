package io.hookbridge.http;

import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A server with one listener, a few event loops (Vert.x) and a table of routes. */
public final class HttpServer {

    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    /** How long answers say that they are the last before connections are closed. */
    private static final Duration LAST_ANSWERS = Duration.ofMillis(200);

    /** How long a stop waits for bodies. */
    private static final Duration LAST_BODIES = Duration.ofSeconds(1);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** On a machine that is very busy it has taken more than five seconds. */
    private static final Duration OPENING = Duration.ofMinutes(1);

    private final Listen listen;
    private final Listener.Parts parts;
    private final List<io.vertx.core.http.HttpServer> loops = new CopyOnWriteArrayList<>();
    private Bounds bounds = Bounds.usual();
    private @Nullable KnownHosts hosts;
    private @Nullable Tls tls;
    private @Nullable Vertx vertx;
    private @Nullable Listener listener;

    /**
     * @param host the address to listen on
     * @param port the port, 0 for any free one
     * @param maxConcurrentRequests how many handlers run at once; further requests wait
     * @param drain how long a stop waits for running requests
     * @param logged whether each request leaves a line in the request log; timed it is in any case
     * @param front what stands between callers and this listener
     */
    public record Listen(
            String host,
            int port,
            int maxConcurrentRequests,
            Duration drain,
            boolean logged,
            Front front) {

        /** With nothing in front. */
        public Listen(
                String host, int port, int maxConcurrentRequests, Duration drain, boolean logged) {
            this(host, port, maxConcurrentRequests, drain, logged, Front.NOTHING);
        }
    }

    /**
     * What stands between callers and a listener.
     *
     * @param proxies who may say which address a caller has
     * @param https whether callers reach the listener by https, which they are then to insist on
     */
    public record Front(TrustedProxies proxies, boolean https) {

        static final Front NOTHING = new Front(TrustedProxies.NONE, false);

        /** Not for sister hosts: whether they speak https as well, this server cannot know. */
        private static final String ONE_YEAR = "max-age=31536000";

        /** Puts into an answer what every answer has (RFC 6797, section 7.1). */
        void begin(HttpServerResponse response) {
            if (https) {
                response.putHeader("Strict-Transport-Security", ONE_YEAR);
            }
        }
    }

    public HttpServer(
            Listen listen,
            List<Route> routes,
            Authenticator authenticator,
            Function<RuntimeException, Optional<ApiError>> knownFailures,
            Uuid7 ids,
            MeterRegistry meters) {
        this.listen = listen;
        Dispatcher dispatcher =
                new Dispatcher(
                        listen.front(), new RouteTable(routes), authenticator, knownFailures);
        Places places = new Places(listen.maxConcurrentRequests(), Integer.toString(listen.port()));
        parts =
                new Listener.Parts(
                        listen.front(),
                        dispatcher,
                        new RequestLog(meters, listen.logged()),
                        ids,
                        meters.config().clock()::wallTime,
                        places);
    }

    /**
     * The same server with these connections; further ones are closed as they come. To be called
     * before the start.
     */
    public HttpServer with(ConnectionLimits connections) {
        return within(bounds.with(connections));
    }

    /** The same server with other bounds. To be called before the start. */
    HttpServer within(Bounds newBounds) {
        bounds = newBounds;
        return this;
    }

    /**
     * The same server over TLS, with HTTP/2 for clients that take it. To be called before the
     * start.
     *
     * @param host under which callers reach it, without a port; a request over HTTP/2 for another
     *     one that the certificate does not name either is refused
     */
    public HttpServer overTls(ServerCertificate certificate, String host) {
        tls = new Tls(certificate, host.toLowerCase(Locale.ROOT));
        return this;
    }

    /**
     * The same server with these answers for people who ask for what there is not; programs are
     * always refused in the error envelope. To be called before the start.
     */
    public HttpServer lost(Route.Refusals pages) {
        parts.dispatcher().lost(pages);
        return this;
    }

    /** The same server for requests to these hosts only. To be called before the start. */
    public HttpServer forHosts(KnownHosts newHosts) {
        hosts = newHosts;
        return this;
    }

    /**
     * Starts listening.
     *
     * @throws IOException with a sentence for the operator if the address cannot be had
     */
    public void start() throws IOException {
        Connections connections = new Connections(bounds.connections());
        int many = LoopSetup.loops(listen.maxConcurrentRequests());
        Vertx newVertx =
                LoopSetup.vertx(
                        many, new Door(listen.front().proxies(), connections, this::entered));
        vertx = newVertx;
        Listener newListener = new Listener(parts, bounds, connections, hosts, tls, newVertx);
        listener = newListener;
        try {
            SocketAddress address = address();
            join(
                    newVertx.deployVerticle(
                            () -> new Loop(newListener, address),
                            new DeploymentOptions().setInstances(many)),
                    OPENING);
        } catch (IOException notBound) {
            stop();
            throw cannotListen(listen.host(), listen.port(), notBound);
        }
        if (tls != null) {
            tls.certificate().onRenewal(this::takeOn);
        }
    }

    private void entered(Channel channel) {
        if (tls != null) {
            channel.pipeline()
                    .addLast(new AfterHandshake(parts.requestLog()::nanos, bounds.leaving()));
        }
    }

    /** Shows renewed files from the next handshake on. */
    private void takeOn(KeyCertOptions renewed) {
        try {
            // All loops share what the first of them has.
            join(
                    loops.getFirst()
                            .updateSSLOptions(new ServerSSLOptions().setKeyCertOptions(renewed)),
                    CLOSING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As a number, so that Vert.x asks no name server. */
    private SocketAddress address() throws IOException {
        String number = InetAddress.getByName(listen.host()).getHostAddress();
        return listen.port() == 0
                ? SocketAddress.sharedRandomPort(1, number)
                : SocketAddress.inetSocketAddress(listen.port(), number);
    }

    /** One event loop that takes its turn in accepting connections. */
    private final class Loop extends VerticleBase {

        private final Listener taking;
        private final SocketAddress address;

        Loop(Listener taking, SocketAddress address) {
            this.taking = taking;
            this.address = address;
        }

        @Override
        public Future<?> start() {
            io.vertx.core.http.HttpServer server =
                    vertx.createHttpServer(LoopSetup.listener(bounds.connections(), tls))
                            .connectionHandler(taking::connected)
                            .requestHandler(taking::arrived)
                            .invalidRequestHandler(taking::refused)
                            .exceptionHandler(failure -> log.debug("a connection broke", failure));
            loops.add(server);
            return server.listen(address);
        }
    }

    private static void join(Future<?> future, Duration longest) throws IOException {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        } catch (TimeoutException late) {
            throw new IOException(late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /**
     * Tries whether {@link #start} could listen there now.
     *
     * @param port 0 for any
     * @throws IOException with a sentence for the operator if not
     */
    public static void requireFree(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException notBound) {
            throw cannotListen(host, port, notBound);
        }
    }

    private static IOException cannotListen(String host, int port, IOException why) {
        // Vert.x puts its own words around those of the system.
        Throwable root = why;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new IOException(
                "cannot listen on %s:%d: %s".formatted(host, port, reason(root)), why);
    }

    private static String reason(Throwable root) {
        if (root instanceof TimeoutException) {
            return "it takes longer than a minute, this machine is too busy";
        }
        return String.valueOf(root.getMessage()).contains("in use")
                ? "another process has that port"
                : "this machine has no such address, or this process may not use that port";
    }

    /** The port that is listened on; of interest where 0 was asked for. */
    public int port() {
        return loops.isEmpty() ? listen.port() : loops.getFirst().actualPort();
    }

    /** How many connections there are. */
    int connections() {
        return listener == null ? 0 : listener.connections().total();
    }

    /** How many requests have no answer yet. */
    int unanswered() {
        return listener == null ? 0 : listener.unanswered();
    }

    /** The bytes of requests that are in memory. */
    long bytesInFlight() {
        return listener == null ? 0 : listener.inFlight().total();
    }

    /**
     * Refuses new requests, lets running ones finish within the drain time, then closes. Before it
     * closes connections without a request, it says for a moment with every answer that it will:
     * what was sent in full is answered. Twice is harmless.
     */
    public void stop() {
        Vertx stopped = vertx;
        Listener last = listener;
        if (stopped == null || last == null) {
            return;
        }
        vertx = null;
        try {
            last.drain();
            last.connections().awaitNone(LAST_ANSWERS);
            last.nameLastRequests();
            Duration bodies = shorter(LAST_BODIES, listen.drain().dividedBy(2));
            stopped.setTimer(Math.max(1, bodies.toMillis()), _ -> last.giveUpReading());
            join(
                    Future.join(
                            loops.stream()
                                    .map(loop ->
                                            loop.shutdown(
                                                    listen.drain().toMillis(),
                                                    TimeUnit.MILLISECONDS))
                                    .toList()),
                    listen.drain().plus(CLOSING));
            if (last.unanswered() > 0) {
                log.warn("closed port {} with requests unfinished", port());
            }
            parts.places().end();
            join(stopped.close(), CLOSING);
        } catch (IOException failure) {
            log.warn("the listener on port {} did not close in good order", port(), failure);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
