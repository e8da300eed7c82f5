package io.hookbridge.loadtest.dns;

import io.hookbridge.loadtest.process.BenchFailure;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers every question for an IPv4 address with 127.0.0.1, to be believed for no time at all, and
 * every other question with nothing (RFC 1035); over UDP only, because its answers are short. From
 * a moment on it can be silent about some names.
 */
public final class NameServer implements AutoCloseable {

    /** Resolvers know no other. */
    private static final int PORT = 53;

    private static final int LONGEST_QUERY = 512;

    private final DatagramSocket socket;
    private final Thread thread;
    private final AtomicLong unanswered = new AtomicLong();
    private volatile String silentZone = "";

    private NameServer(DatagramSocket socket) {
        this.socket = socket;
        this.thread = Thread.ofPlatform().name("name-server").daemon().unstarted(this::serve);
    }

    /**
     * Listens on the port that resolvers ask, which is for root and for whoever has {@code
     * CAP_NET_BIND_SERVICE}.
     *
     * @param address of the loopback interface
     */
    public static NameServer start(InetAddress address) {
        return start(new InetSocketAddress(address, PORT));
    }

    static NameServer start(InetSocketAddress at) {
        try {
            NameServer server = new NameServer(new DatagramSocket(at));
            server.thread.start();
            return server;
        } catch (IOException failure) {
            throw new BenchFailure(
                    "the name server cannot listen on port %d of %s, which takes root or CAP_NET_BIND_SERVICE: %s"
                            .formatted(
                                    at.getPort(),
                                    at.getAddress().getHostAddress(),
                                    failure.getMessage()));
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Answers nothing any more about names that end with a dot and {@code zone}. */
    public void fallSilent(String zone) {
        silentZone = zone;
    }

    /** How many questions were not answered, each question that was repeated counted again. */
    public long unanswered() {
        return unanswered.get();
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST_QUERY], LONGEST_QUERY);
        try {
            while (true) {
                packet.setLength(LONGEST_QUERY);
                socket.receive(packet);
                Optional<Question> question =
                        Question.read(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (question.isEmpty() || isSilent(question.get().host())) {
                    unanswered.incrementAndGet();
                    continue;
                }
                byte[] answer = question.get().answer();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException failure) {
            if (!socket.isClosed()) {
                throw new IllegalStateException("the name server has failed", failure);
            }
        }
    }

    private boolean isSilent(String host) {
        String zone = silentZone;
        return !zone.isEmpty() && host.endsWith("." + zone);
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
