package io.hookbridge.net.dns;

import io.hookbridge.base.Patience;
import io.hookbridge.net.HeldPort;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A name server (RFC 1035) that gives another answer each time, as the script of a name says; the
 * last one stays. It answers for A and AAAA records; one look-up asks for both.
 */
public final class DnsServer implements AutoCloseable {

    private final DatagramSocket socket;
    private final ServerSocket connections;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, Answering> others = new ConcurrentHashMap<>();
    private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
    private final DnsLookup lookup;
    private volatile int timeToLiveSeconds;

    /** What one name answers, look-up by look-up; none to be silent. */
    private record Script(Deque<List<String>> looks, Set<Integer> asked) {

        /** A look-up asks for each type once, so a type that comes again belongs to the next. */
        List<String> now(int type) {
            if (!asked.add(type)) {
                asked.clear();
                asked.add(type);
                if (looks.size() > 1) {
                    looks.removeFirst();
                }
            }
            return looks.getFirst();
        }
    }

    /** What is sent for one query, datagram by datagram. */
    interface Answering {
        List<byte[]> to(byte[] query);
    }

    private DnsServer(DatagramSocket socket, ServerSocket connections) {
        this.socket = socket;
        this.connections = connections;
        this.lookup = lookup(Patience.LONGEST);
    }

    public static DnsServer start() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        DnsServer server = null;
        while (server == null) {
            ServerSocket connections = new ServerSocket(0, 10, loopback);
            try {
                server =
                        new DnsServer(
                                new DatagramSocket(
                                        new InetSocketAddress(
                                                loopback, connections.getLocalPort())),
                                connections);
            } catch (BindException taken) {
                // Free for connections is not free for datagrams.
                connections.close();
            }
        }
        Thread.ofPlatform().daemon().start(server::serve);
        Thread.ofPlatform().daemon().start(server::serveConnections);
        return server;
    }

    /** Each of {@code looks} is what one look-up finds: addresses separated by spaces. */
    public DnsServer script(String host, String... looks) {
        scripts.put(
                host,
                new Script(
                        new ArrayDeque<>(
                                Arrays.stream(looks).map(l -> List.of(l.split(" "))).toList()),
                        new HashSet<>()));
        return this;
    }

    /** Nothing is answered for this name. */
    public DnsServer silent(String host) {
        scripts.put(host, new Script(new ArrayDeque<>(), new HashSet<>()));
        return this;
    }

    /** The name is answered like this, in datagrams; the script is what connections get. */
    DnsServer answer(String host, Answering other) {
        others.put(host, other);
        return this;
    }

    /** How long the answers may be remembered; at first not at all. */
    public DnsServer timeToLive(Duration time) {
        timeToLiveSeconds = (int) time.toSeconds();
        return this;
    }

    /** Asks this server, as deliveries do. */
    public DnsLookup lookup() {
        return lookup;
    }

    /** Asks this server and gives a question up after {@code patience}; the caller closes it. */
    public DnsLookup lookup(Duration patience) {
        return DnsLookup.of(List.of(address()), patience, patience.multipliedBy(4));
    }

    /** Asks a port of this machine on which nobody listens; the caller closes it. */
    public static DnsLookup nobody(HeldPort port) {
        return DnsLookup.of(
                List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port.number())),
                Patience.LONGEST,
                Patience.LONGEST);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** The next question that came, as name and type. */
    public String awaitQuestion() throws InterruptedException {
        String question = questions.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
        if (question == null) {
            throw new AssertionError("no question has come");
        }
        return question;
    }

    /** Those that came and were not awaited. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /** From now on nothing is to be had over connections. */
    void refuseConnections() {
        try {
            connections.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void serve() {
        byte[] buffer = new byte[512];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                for (byte[] answer : datagrams(Arrays.copyOf(buffer, packet.getLength()))) {
                    socket.send(
                            new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** One query and one answer on each, with its length before it (RFC 1035, section 4.2.2). */
    private void serveConnections() {
        try {
            while (true) {
                try (Socket connection = connections.accept()) {
                    DataInputStream in = new DataInputStream(connection.getInputStream());
                    byte[] query = in.readNBytes(in.readUnsignedShort());
                    DataOutputStream out = new DataOutputStream(connection.getOutputStream());
                    for (byte[] answer : scripted(query, Question.in(query))) {
                        out.writeShort(answer.length);
                        out.write(answer);
                    }
                    out.flush();
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private List<byte[]> datagrams(byte[] query) {
        Question question = Question.in(query);
        questions.add(question.host() + " " + question.type());
        Answering other = others.get(question.host());
        return other == null ? scripted(query, question) : other.to(query);
    }

    private List<byte[]> scripted(byte[] query, Question question) {
        Script script = scripts.get(question.host());
        if (script != null && script.looks().isEmpty()) {
            return List.of();
        }
        DnsAnswer answer = DnsAnswer.to(query);
        if (script != null && (question.isFor(DnsAnswer.A) || question.isFor(DnsAnswer.AAAA))) {
            Duration timeToLive = Duration.ofSeconds(timeToLiveSeconds);
            script.now(question.type()).stream()
                    .filter(address -> question.isFor(DnsAnswer.typeOf(address)))
                    .forEach(address -> answer.address(question.host(), address, timeToLive));
        }
        return List.of(answer.bytes());
    }

    private record Question(String host, int type) {

        static Question in(byte[] query) {
            ByteBuffer in = ByteBuffer.wrap(query, 12, query.length - 12);
            List<String> labels = new ArrayList<>();
            for (int length = in.get(); length > 0; length = in.get()) {
                byte[] label = new byte[length];
                in.get(label);
                labels.add(new String(label, StandardCharsets.US_ASCII));
            }
            return new Question(String.join(".", labels), in.getShort());
        }

        boolean isFor(int other) {
            return type == other;
        }
    }

    @Override
    public void close() {
        lookup.close();
        socket.close();
        refuseConnections();
    }
}
