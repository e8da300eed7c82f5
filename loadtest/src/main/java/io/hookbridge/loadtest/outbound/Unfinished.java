package io.hookbridge.loadtest.outbound;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Callers from an address of their own who begin requests and never finish them: each announces a
 * body, sends the first part of it and then one byte after the other, slowly. Whoever is refused or
 * cut off begins anew a second later.
 */
final class Unfinished implements AutoCloseable {

    private static final Duration BETWEEN_BYTES = Duration.ofSeconds(15);
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(1);
    private static final int PIECE = 64 * 1024;

    private final int port;
    private final InetAddress from;
    private final byte[] head;
    private final int atOnce;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final List<Thread> callers;
    private volatile boolean over;

    /**
     * @param begun requests
     * @param ended those that the server refused or cut off
     */
    record Count(long begun, long ended) {}

    /**
     * Begins at once.
     *
     * @param from an address of the loopback network
     * @param head of each request, a line each, without the length of its body
     * @param length the bytes that are announced
     * @param atOnce how many of them are sent before it becomes slow
     */
    Unfinished(int port, String from, int connections, String head, int length, int atOnce)
            throws IOException {
        this.port = port;
        this.from = InetAddress.getByName(from);
        this.head =
                (head + "Content-Length: " + length + "\n\n")
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        this.atOnce = atOnce;
        this.callers =
                IntStream.range(0, connections)
                        .mapToObj(_ -> Thread.ofVirtual().name("attacker").start(this::call))
                        .toList();
    }

    Count count() {
        return new Count(begun.get(), ended.get());
    }

    private void call() {
        while (!over) {
            try (Socket socket = new Socket()) {
                open.add(socket);
                try {
                    begin(socket);
                } finally {
                    open.remove(socket);
                }
            } catch (IOException refused) {
                if (!over) {
                    ended.incrementAndGet();
                }
            }
            rest();
        }
    }

    /** Ends only with an exception, or when the server is the first to end the connection. */
    private void begin(Socket socket) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        begun.incrementAndGet();
        OutputStream out = socket.getOutputStream();
        out.write(head);
        byte[] piece = new byte[PIECE];
        Arrays.fill(piece, (byte) ' ');
        for (int sent = 0; sent < atOnce; sent += PIECE) {
            out.write(piece, 0, Math.min(PIECE, atOnce - sent));
        }
        socket.setSoTimeout((int) BETWEEN_BYTES.toMillis());
        while (!over) {
            out.write(' ');
            if (endsWithin(socket)) {
                throw new IOException("the server has had enough");
            }
        }
    }

    /** Reads an answer until it is over, or until it is time for the next byte. */
    private static boolean endsWithin(Socket socket) throws IOException {
        try {
            byte[] answer = new byte[PIECE];
            while (socket.getInputStream().read(answer) >= 0) {
                // What it says does not matter here.
            }
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    private void rest() {
        if (!over) {
            try {
                Thread.sleep(BETWEEN_REQUESTS);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        over = true;
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException closed) {
                // It is gone, as it should be.
            }
        }
        callers.forEach(Thread::interrupt);
    }
}
