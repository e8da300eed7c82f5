package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.FixedPorts;
import io.hookbridge.loadtest.process.BenchFailure;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Takes webhooks on a port of the loopback address and writes down every one of them. It can stop
 * listening, and it can break connections instead of answering.
 */
final class Receiver implements AutoCloseable {

    private static final byte[] OK =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final Collection<Reception> receptions = new ConcurrentLinkedQueue<>();
    private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();
    private volatile ServerSocket listening;
    private volatile Thread accepting;
    private volatile boolean breaking;
    private volatile Duration longestAnswer = Duration.ofMillis(40);

    private Receiver(int port) throws IOException {
        this.port = port;
        this.listening = listen();
        this.accepting = accept(listening);
    }

    /** Listens on a port that nobody else gets while it does not listen. */
    static Receiver start() {
        try {
            return new Receiver(FixedPorts.free());
        } catch (IOException failure) {
            throw new BenchFailure("the receiver cannot listen: " + failure.getMessage());
        }
    }

    /** The address of an endpoint of this name. */
    String url(String name) {
        return "http://127.0.0.1:" + port + "/" + name;
    }

    /** Every request so far, in no order. */
    List<Reception> receptions() {
        return List.copyOf(receptions);
    }

    int count() {
        return receptions.size();
    }

    /** Answers take between nothing and this long, each another time. */
    void answerWithin(Duration longest) {
        longestAnswer = longest;
    }

    /** Resets all connections and refuses new ones. */
    void goDown() throws IOException, InterruptedException {
        listening.close();
        // A socket that is closed goes on taking what comes until its thread has left it.
        accepting.join();
        Map<Socket, Thread> open = Map.copyOf(connections);
        open.keySet().forEach(Receiver::reset);
        for (Thread serving : open.values()) {
            serving.join();
        }
    }

    void comeBack() throws IOException {
        listening = listen();
        accepting = accept(listening);
    }

    /**
     * Whether requests are read to their end and then answered with a reset of the connection: the
     * sender cannot know whether they arrived.
     */
    void breakConnections(boolean now) {
        breaking = now;
    }

    private ServerSocket listen() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
        return socket;
    }

    private Thread accept(ServerSocket socket) {
        return Thread.ofVirtual().name("receiver").start(() -> acceptUntilClosed(socket));
    }

    private void acceptUntilClosed(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                Thread serving = Thread.ofVirtual().unstarted(() -> serve(connection));
                connections.put(connection, serving);
                serving.start();
            } catch (IOException closed) {
                // Then the loop ends, or the next connection may be better.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream(), 8_192);
            while (serveOne(in, connection)) {
                // Until the sender closes.
            }
        } catch (IOException | InterruptedException gone) {
            // The sender was killed, or we have gone down.
        } finally {
            connections.remove(connection);
        }
    }

    private boolean serveOne(InputStream in, Socket connection)
            throws IOException, InterruptedException {
        var _ = line(in);
        Map<String, String> headers = headers(in);
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            return false;
        }
        long at = System.nanoTime();
        Thread.sleep(
                Duration.ofNanos(
                        ThreadLocalRandom.current().nextLong(longestAnswer.toNanos() + 1)));
        boolean answered = false;
        try {
            if (breaking) {
                reset(connection);
            } else {
                connection.getOutputStream().write(OK);
                answered = true;
            }
        } finally {
            receptions.add(
                    new Reception(
                            UUID.fromString(headers.getOrDefault("x-webhook-id", "")),
                            Integer.parseInt(headers.getOrDefault("x-webhook-attempt", "")),
                            NumberedMessage.numberOf(body),
                            at,
                            answered));
        }
        return answered;
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Fails at the end of the stream: a sender that is killed stops between two lines as well. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void reset(Socket connection) {
        try {
            connection.setSoLinger(true, 0);
            connection.close();
        } catch (IOException gone) {
            // Closed by the other side.
        }
    }

    @Override
    public void close() {
        try {
            goDown();
        } catch (IOException failure) {
            // It is not used again.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        connections.keySet().forEach(Receiver::reset);
    }
}
