package io.hookbridge.net.client;

import static java.util.Objects.requireNonNull;

import io.hookbridge.base.Patience;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A receiver of one's own making: a script says, byte by byte, what it does with a connection. */
public final class RawReceiver implements AutoCloseable {

    public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** What the receiver does with a connection; at its end the connection is closed. */
    public interface Script {
        void serve(Connection connection) throws IOException;
    }

    /** A request as it came. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Request(String head, byte[] body) {}

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private RawReceiver(ServerSocket server) {
        this.server = server;
    }

    public static RawReceiver start(Script script) {
        return at("127.0.0.1", 0, script);
    }

    /**
     * @param address of this machine
     * @param port 0 for any free one
     */
    public static RawReceiver at(String address, int port, Script script) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 200);
            return accepting(server, script);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    static RawReceiver start(ServerSocket server, Script script) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 200);
        return accepting(server, script);
    }

    private static RawReceiver accepting(ServerSocket server, Script script) {
        RawReceiver receiver = new RawReceiver(server);
        Thread.ofVirtual().start(() -> receiver.accept(script));
        return receiver;
    }

    /** Answers every request on a connection with the same text. */
    public static RawReceiver answering(String answer) {
        return start(connection -> {
            while (connection.readRequest()) {
                connection.say(answer);
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    public int connections() {
        return connections.get();
    }

    public List<Request> requests() {
        return requests;
    }

    /** Waits until a connection has ended: 'end' by its script, else what the script failed of. */
    String awaitEnd() {
        try {
            String end = ends.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
            if (end == null) {
                throw new AssertionError("no connection has ended");
            }
            return end;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(script, socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Script script, Socket socket) {
        String end = "end";
        try (socket) {
            socket.setTcpNoDelay(true);
            script.serve(new Connection(socket));
        } catch (IOException gone) {
            end = gone.toString();
        }
        ends.add(end);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** One connection, from the receiver's side. */
    public final class Connection {

        private final Socket socket;
        private @Nullable Request last;

        Connection(Socket socket) {
            this.socket = socket;
        }

        /** Reads one request to its end; false if the client has closed the connection. */
        public boolean readRequest() throws IOException {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                read.write(next);
            }
            String head = read.toString(StandardCharsets.ISO_8859_1);
            last = new Request(head, in.readNBytes(length(head)));
            requests.add(last);
            return true;
        }

        private static int length(String head) {
            return head.toLowerCase(Locale.ROOT)
                    .lines()
                    .filter(line -> line.startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                    .findFirst()
                    .orElse(0);
        }

        /** The next bytes; fewer if the client has closed the connection before. */
        public byte[] read(int count) throws IOException {
            return socket.getInputStream().readNBytes(count);
        }

        /** What comes first, at least so many bytes of it. */
        String readRaw(int least) throws IOException {
            byte[] bytes = new byte[1000];
            int read = socket.getInputStream().readNBytes(bytes, 0, least);
            read += socket.getInputStream().read(bytes, read, bytes.length - read);
            return new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
        }

        /** The request that was read last. */
        public Request lastRequest() {
            return requireNonNull(last);
        }

        public void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /**
         * Waits until the client closes the connection, which counts as a failure of the script.
         */
        public void stall() throws IOException {
            while (socket.getInputStream().read() >= 0) {
                // Swallow whatever comes.
            }
            throw new IOException("hung up");
        }

        /** Says that nothing more will come, which TLS does without closing the socket. */
        void farewell() throws IOException {
            socket.shutdownOutput();
        }

        /** Writes beside an encryption that lies above the socket. */
        public void sayRaw(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** The same connection, encrypted from now on. */
        public Connection encrypted(SSLContext context) throws IOException {
            SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, null, false);
            tls.setUseClientMode(false);
            return new Connection(tls);
        }

        /** Changes the keys of an encrypted connection (RFC 8446, section 4.6.3). */
        void changeKeys() throws IOException {
            ((SSLSocket) socket).startHandshake();
        }

        /** The names that the client said it wanted to reach (SNI). */
        List<String> namesAsked() {
            ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
            return session.getRequestedServerNames().stream()
                    .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                    .toList();
        }

        /** Breaks the connection off with a TCP reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
