package io.hookbridge.loadtest.receive;

import io.hookbridge.loadtest.process.BenchFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/**
 * Listens on the loopback address for webhooks to the paths {@code /e/0}, {@code /e/1} and so on.
 * All are answered with 200 until {@link #behave} says otherwise.
 */
public final class Receiver implements AutoCloseable {

    private static final int BACKLOG = 1_024;

    private final @Nullable Certificate certificate;
    private final Keeping keeping;
    private final ServerSocketChannel listening;
    private final Selector selector;
    private final Thread thread;
    private final Consumer<SelectionKey> handle = this::handle;
    private final PriorityQueue<Later> later = new PriorityQueue<>();
    private final Map<Integer, ByteBuffer> answers = new HashMap<>();
    private final ByteBuffer ok = written(200, false);
    private final ByteBuffer lastOk = written(200, true);
    private final ByteBuffer timeout = written(408, true);

    /** Connections without a request, in the order in which they became so. */
    private final LinkedHashSet<Peer> idle = new LinkedHashSet<>();

    /** The same that are not read any more. */
    private final Queue<Peer> deaf = new ArrayDeque<>();

    private volatile int mostConnections;
    private final AtomicIntegerArray requests;
    private volatile Arrivals arrivals;
    private volatile Behaviour[] behaviours;
    private volatile boolean closing;

    /** An answer that is held back. */
    private record Later(long at, Peer peer, int status) implements Comparable<Later> {

        @Override
        public int compareTo(Later other) {
            return Long.signum(at - other.at);
        }
    }

    private Receiver(
            Arrivals arrivals,
            int paths,
            int port,
            @Nullable Certificate certificate,
            Keeping keeping)
            throws IOException {
        this.arrivals = arrivals;
        this.certificate = certificate;
        this.keeping = keeping;
        this.requests = new AtomicIntegerArray(paths);
        this.behaviours = new Behaviour[paths];
        Arrays.fill(behaviours, Behaviour.Answer.OK);
        this.selector = Selector.open();
        this.listening = ServerSocketChannel.open();
        listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = Thread.ofPlatform().name("receiver").daemon().unstarted(this::serve);
    }

    /** Listens on a free port. */
    public static Receiver start(Arrivals arrivals, int paths) {
        return start(arrivals, paths, 0);
    }

    /**
     * Listens on {@code port}, so that one that was closed can come back.
     *
     * @param arrivals where deliveries are noted; no other receiver may be writing to it
     * @param paths how many there are
     */
    public static Receiver start(Arrivals arrivals, int paths, int port) {
        return start(arrivals, paths, port, null, Keeping.FOREVER);
    }

    /** Listens on a free port for https, as the owner of {@code certificate}. */
    public static Receiver startEncrypted(Arrivals arrivals, int paths, Certificate certificate) {
        return start(arrivals, paths, 0, certificate, Keeping.FOREVER);
    }

    /**
     * Listens on a free port and closes its connections.
     *
     * @param certificate for https; null for http
     */
    public static Receiver start(
            Arrivals arrivals, int paths, @Nullable Certificate certificate, Keeping keeping) {
        return start(arrivals, paths, 0, certificate, keeping);
    }

    private static Receiver start(
            Arrivals arrivals,
            int paths,
            int port,
            @Nullable Certificate certificate,
            Keeping keeping) {
        try {
            Receiver receiver = new Receiver(arrivals, paths, port, certificate, keeping);
            receiver.thread.start();
            return receiver;
        } catch (IOException failure) {
            throw new BenchFailure("the receiver cannot listen: " + failure.getMessage());
        }
    }

    public int port() {
        return listening.socket().getLocalPort();
    }

    /** The URL of an endpoint, from 0. */
    public String url(int path) {
        return url("127.0.0.1", path);
    }

    /**
     * The same under a name.
     *
     * @param host that leads to 127.0.0.1
     */
    public String url(String host, int path) {
        String scheme = certificate == null ? "http" : "https";
        return "%s://%s:%d/e/%d".formatted(scheme, host, port(), path);
    }

    /** Notes deliveries there from now on. */
    public void noteIn(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    /** What is done with requests to {@code path} from now on. */
    public synchronized void behave(int path, Behaviour behaviour) {
        Behaviour[] changed = behaviours.clone();
        changed[path] = behaviour;
        behaviours = changed;
    }

    /** How many requests came to {@code path}, whatever they were answered with. */
    public int requests(int path) {
        return requests.getAcquire(path);
    }

    /** The most connections that were open at once. */
    public int mostConnections() {
        return mostConnections;
    }

    /** The processor time of this receiver. */
    public Duration cpu() {
        long nanos = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
        return Duration.ofNanos(Math.max(0, nanos));
    }

    private void serve() {
        try {
            while (!closing) {
                long wait = millisUntilNext();
                if (wait == 0) {
                    selector.selectNow(handle);
                } else {
                    selector.select(handle, wait);
                }
                answerDue();
                endIdle();
            }
        } catch (IOException failure) {
            throw new IllegalStateException("the receiver cannot read", failure);
        } finally {
            closeAll();
        }
    }

    /** At least 1 unless something is due now. */
    private long millisUntilNext() {
        long now = System.nanoTime();
        long nanos = Duration.ofMinutes(1).toNanos();
        if (!later.isEmpty()) {
            nanos = Math.min(nanos, later.element().at() - now);
        }
        if (!idle.isEmpty()) {
            nanos = Math.min(nanos, endOfIdle(idle.getFirst()) - now);
        }
        if (!deaf.isEmpty()) {
            nanos = Math.min(nanos, endOf(deaf.element()) - now);
        }
        return nanos <= 0 ? 0 : nanos / 1_000_000 + 1;
    }

    private long endOfIdle(Peer peer) {
        return peer.idleSince() + keeping.idle().toNanos();
    }

    private long endOf(Peer peer) {
        return endOfIdle(peer) + keeping.deaf().toNanos();
    }

    private void endIdle() {
        while (!idle.isEmpty() && endOfIdle(idle.getFirst()) - System.nanoTime() <= 0) {
            Peer peer = idle.removeFirst();
            peer.turnDeaf();
            deaf.add(peer);
        }
        while (!deaf.isEmpty() && endOf(deaf.element()) - System.nanoTime() <= 0) {
            deaf.remove().end(keeping.ending(), timeout);
        }
    }

    private void answerDue() throws IOException {
        Later next;
        while ((next = later.peek()) != null && next.at() - System.nanoTime() <= 0) {
            later.remove();
            if (next.peer().isOpen()) {
                answer(next.peer(), next.status());
            }
        }
    }

    private void handle(SelectionKey key) {
        if (key.attachment() instanceof Peer peer) {
            idle.remove(peer);
            try {
                if (peer.read()) {
                    received(peer);
                }
            } catch (IOException gone) {
                peer.close();
            }
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel channel;
            while ((channel = listening.accept()) != null) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Peer(channel, wire(channel)));
            }
            // One key is of the socket that listens.
            mostConnections = Math.max(mostConnections, selector.keys().size() - 1);
        } catch (IOException failure) {
            throw new IllegalStateException("the receiver takes no connection", failure);
        }
    }

    private Wire wire(SocketChannel channel) {
        return certificate == null
                ? new Wire.Plain(channel)
                : new TlsWire(channel, certificate.engine());
    }

    private void received(Peer peer) {
        int path = peer.request().path();
        if (path < 0 || path >= requests.length()) {
            answer(peer, 404);
            return;
        }
        int number = requests.getPlain(path) + 1;
        requests.setRelease(path, number);
        switch (behaviours[path].forRequest(number)) {
            case Behaviour.Answer(int status) -> {
                note(peer, status);
                answer(peer, status);
            }
            case Behaviour.Last _ -> {
                note(peer, 200);
                answer(peer, lastOk);
                peer.close();
            }
            case Behaviour.Late(int status, Duration delay) -> {
                note(peer, status);
                later.add(new Later(System.nanoTime() + delay.toNanos(), peer, status));
            }
            case Behaviour.Hang _ -> {}
            case Behaviour.Reset _ -> peer.reset();
            case Behaviour.EveryNth _ -> throw new IllegalStateException("not yet decided");
        }
    }

    private void note(Peer peer, int status) {
        if (status < 300) {
            arrivals.add(peer.request(), System.nanoTime());
        }
    }

    private void answer(Peer peer, int status) {
        boolean last = peer.answered() + 1 == keeping.requests();
        answer(
                peer,
                status == 200
                        ? (last && keeping.announced() ? lastOk : ok)
                        : answers.computeIfAbsent(status, other -> written(other, false)));
        if (last) {
            peer.end(keeping.ending(), timeout);
        } else if (peer.isOpen()) {
            idle.add(peer);
        }
    }

    private static void answer(Peer peer, ByteBuffer answer) {
        try {
            peer.answer(answer);
        } catch (IOException gone) {
            peer.close();
        }
    }

    /**
     * @param last whether the connection is closed after it
     */
    private static ByteBuffer written(int status, boolean last) {
        String rest =
                status == 204
                        ? "\r\n"
                        : "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        byte[] text =
                "HTTP/1.1 %d Status\r\n%s%s"
                        .formatted(status, last ? "Connection: close\r\n" : "", rest)
                        .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(text.length).put(text);
    }

    private void closeAll() {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Peer peer) {
                peer.reset();
            }
        }
        try {
            listening.close();
            selector.close();
        } catch (IOException gone) {
            // Nothing uses them any more.
        }
    }

    /** Resets all connections and listens no more. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
