package io.hookbridge.net.client;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A receiver that answers with the id of the message, and plays a trick with every second one. It
 * serves any number of connections, one request after the other on each.
 */
final class TrickyReceiver implements AutoCloseable {

    /** What it does to a message besides answering it. */
    enum Trick {
        /** An answer of its own follows in the same packet. */
        STRAY,
        /** The same after up to 50 ms. */
        LATE_STRAY,
        /** Bytes that are no answer follow in the same packet. */
        RUBBISH,
        HALF,
        RESET_BEFORE,
        RESET_AFTER,
        /** The end of the stream, in TLS with a farewell before it. */
        END_AFTER,
        LATE_END,
        /** A farewell where there is TLS, and the socket stays open. */
        FAREWELL,
        BODY_AFTER_204,
        SLOW
    }

    private static final int MOST_DELAY_MS = 50;

    private final ServerSocket server;
    private final List<Trick> tricks;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("tricks").factory());

    /**
     * @param server not bound yet
     */
    TrickyReceiver(ServerSocket server, List<Trick> tricks) throws IOException {
        this.server = server;
        this.tricks = tricks;
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1000);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            Random seeds = new Random(1);
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Random random = new Random(seeds.nextLong());
                Thread.ofVirtual().start(() -> serve(socket, random));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket, Random random) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String id = readRequest(in);
            while (!id.isEmpty()) {
                boolean plain = random.nextBoolean();
                Trick trick = tricks.get(random.nextInt(tricks.size()));
                if (!answer(socket, id, plain ? null : trick, random)) {
                    return;
                }
                id = readRequest(in);
            }
        } catch (IOException gone) {
            // So it was meant, mostly.
        } finally {
            open.remove(socket);
        }
    }

    /** Whether the connection goes on. */
    private boolean answer(Socket socket, String id, @Nullable Trick trick, Random random)
            throws IOException {
        String answer = answer(id);
        String stray = answer("stray " + id);
        int delay = random.nextInt(MOST_DELAY_MS);
        switch (trick) {
            case null -> say(socket, answer);
            case STRAY -> say(socket, answer + stray);
            case RUBBISH -> say(socket, answer + "\r\n");
            case LATE_STRAY -> {
                say(socket, answer);
                after(delay, () -> say(socket, stray));
            }
            case HALF -> {
                say(socket, answer.substring(0, random.nextInt(answer.length())));
                return false;
            }
            case RESET_BEFORE -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            case RESET_AFTER -> {
                say(socket, answer);
                socket.setSoLinger(true, 0);
                return false;
            }
            case END_AFTER -> {
                say(socket, answer);
                return false;
            }
            case LATE_END -> {
                say(socket, answer);
                after(delay, socket::close);
            }
            case FAREWELL -> {
                say(socket, answer);
                socket.shutdownOutput();
            }
            case BODY_AFTER_204 -> say(socket, "HTTP/1.1 204 Fine\r\n\r\n" + stray);
            case SLOW -> after(delay, () -> say(socket, answer));
        }
        return true;
    }

    private interface Act {
        void run() throws IOException;
    }

    private void after(int millis, Act act) {
        var _ =
                later.schedule(
                        () -> {
                            act.run();
                            return null;
                        },
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    private static String answer(String text) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
    }

    private static void say(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The id of the request, which is its body; empty at the end. */
    private static String readRequest(InputStream in) throws IOException {
        int length = 0;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        later.shutdownNow();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
