package io.hookbridge.http;

import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.MeterRegistry;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A Jetty server with one plain HTTP/1.1 listener and a table of routes. */
public final class HttpServer {

    /** Request line and headers together; more is refused with 431 or 414. */
    static final int MAX_HEADER_BYTES = 16 * 1024;

    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration SHUTDOWN_IDLE = Duration.ofMillis(200);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    private final Server server;
    private final ServerConnector connector;

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
        void begin(Response response) {
            if (https) {
                response.getHeaders().put("Strict-Transport-Security", ONE_YEAR);
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
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("http-" + listen.port());
        VirtualThreadPool handlers = new VirtualThreadPool();
        handlers.setMaxConcurrentTasks(listen.maxConcurrentRequests());
        threads.setVirtualThreadsExecutor(handlers);

        server = new Server(threads);
        server.setStopTimeout(listen.drain().toMillis());
        server.setErrorHandler(new EnvelopeErrors(listen.front()));
        server.setRequestLog(new RequestLog(meters, listen.logged()));
        GracefulHandler graceful =
                new GracefulHandler(
                        new Dispatcher(
                                listen.front(),
                                new RouteTable(routes),
                                authenticator,
                                knownFailures,
                                ids));
        // Connections that are kept open without a request must not use up the time to drain.
        graceful.setShutdownIdleTimeout(SHUTDOWN_IDLE.toMillis());
        server.setHandler(graceful);

        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(listen.host());
        connector.setPort(listen.port());
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
    }

    /**
     * The same server with this many connections at once; while it has them, further ones wait to
     * be accepted. To be called before the start.
     */
    public HttpServer withConnections(int most) {
        server.addBean(new NetworkConnectionLimit(most, connector));
        return this;
    }

    /** The same server for requests to these hosts only. To be called before the start. */
    public HttpServer forHosts(KnownHosts hosts) {
        server.insertHandler(hosts.gate());
        return this;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
        // Jetty remembers the headers of a connection; otherwise it would take a key for the one
        // that came before it in another case of its letters.
        http.setHeaderCacheCaseSensitive(true);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        // Empty segments are valid (RFC 3986, section 3.3). No route has one, so they answer 404.
        http.setUriCompliance(
                UriCompliance.DEFAULT.with(
                        "EMPTY_SEGMENTS", UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
        return http;
    }

    /**
     * Starts listening.
     *
     * @throws IOException with a sentence for the operator if the address cannot be had
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException notBound) {
            throw cannotListen(connector.getHost(), connector.getPort(), notBound);
        } catch (Exception failure) {
            throw new IllegalStateException("Jetty did not start", failure);
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
        // Jetty puts its own words around those of the system.
        Throwable root = why;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        boolean taken = String.valueOf(root.getMessage()).contains("in use");
        return new IOException(
                "cannot listen on %s:%d: %s"
                        .formatted(
                                host,
                                port,
                                taken
                                        ? "another process has that port"
                                        : "this machine has no such address, or this process may not use that port"),
                why);
    }

    /** The port that is listened on; of interest where 0 was asked for. */
    public int port() {
        return connector.getLocalPort();
    }

    /**
     * Refuses new requests, lets running ones finish within the drain time, then closes. Twice is
     * harmless.
     */
    public void stop() {
        try {
            server.stop();
        } catch (TimeoutException unfinished) {
            // Jetty has closed everything all the same.
            log.warn("closed port {} with requests unfinished", connector.getPort());
        } catch (Exception failure) {
            throw new IllegalStateException("Jetty did not stop", failure);
        }
    }
}
