package io.hookbridge.http;

import io.hookbridge.base.Patience;
import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server with a few open routes, and connections to it over which a test writes bytes. */
final class Strangers implements AutoCloseable {

    private final HttpServer server;
    private final @Nullable SSLContext trust;

    /**
     * @param trust of its clients; null without TLS
     */
    private Strangers(HttpServer server, @Nullable SSLContext trust) throws IOException {
        this.server = server;
        this.trust = trust;
        server.start();
    }

    /** Starts a server with so many places for handlers. */
    static Strangers of(int places, Bounds bounds, Route... routes) throws IOException {
        return new Strangers(server(places, bounds, routes), null);
    }

    /** The same over TLS, for the host {@code localhost}. */
    static Strangers overTls(int places, Bounds bounds, TestTls tls, Route... routes)
            throws Exception {
        return new Strangers(
                server(places, bounds, routes).overTls(tls.certificate(), "localhost"),
                tls.authority.client());
    }

    private static HttpServer server(int places, Bounds bounds, Route... routes) {
        return new HttpServer(
                        new HttpServer.Listen("127.0.0.1", 0, places, Duration.ofSeconds(1), false),
                        List.of(routes),
                        _ -> {
                            throw new AssertionError("every route here is open");
                        },
                        _ -> Optional.empty(),
                        new Uuid7(InstantSource.system()),
                        new SimpleMeterRegistry())
                .within(bounds);
    }

    HttpServer server() {
        return server;
    }

    Line line() throws IOException {
        return new Line(server.port());
    }

    /** A connection over TLS that offers these protocols. */
    SSLSocket tls(String... protocols) throws IOException {
        return Http2Line.handshake(
                server.port(), Objects.requireNonNull(trust, "this server has no TLS"), protocols);
    }

    Http2Line http2() throws IOException {
        return Http2Line.over(tls("h2"));
    }

    @Override
    public void close() {
        server.stop();
    }

    /** One connection. */
    static final class Line implements AutoCloseable {

        private final Socket socket;

        private Line(int port) throws IOException {
            socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
            socket.setSoTimeout(Patience.millis());
        }

        /** Sends text, one byte for each character. */
        Line send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        /** Says that nothing more will be sent. */
        Line end() throws IOException {
            socket.shutdownOutput();
            return this;
        }

        /** Reads the head of an answer; nothing if the connection is closed. */
        String head() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                head.write(next);
            }
            return head.toString(StandardCharsets.ISO_8859_1);
        }

        /** Reads one answer whose length is told, or the head of one without a body. */
        String answer() throws IOException {
            String text = head();
            int length =
                    text.lines()
                            .filter(line -> line.startsWith("Content-Length: "))
                            .mapToInt(line -> Integer.parseInt(line.substring(16)))
                            .findFirst()
                            .orElse(0);
            return text
                    + new String(
                            socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        }

        /** All that comes until the server closes. */
        String rest() throws IOException {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
