package io.hookbridge.net.dns;

import io.hookbridge.base.Patience;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
 * A name server (RFC 1035, UDP only) that gives another answer each time, as the script of a name
 * says; the last one stays. It answers for A and AAAA records; one look-up asks for both.
 */
public final class DnsServer implements AutoCloseable {

    private static final int A = 1;
    private static final int AAAA = 28;

    private final DatagramSocket socket;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
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

    private DnsServer(DatagramSocket socket) {
        this.socket = socket;
        this.lookup =
                DnsLookup.of((InetSocketAddress) socket.getLocalSocketAddress(), Patience.LONGEST);
    }

    public static DnsServer start() throws IOException {
        DnsServer server =
                new DnsServer(
                        new DatagramSocket(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)));
        Thread.ofPlatform().daemon().start(server::serve);
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
        return DnsLookup.of((InetSocketAddress) socket.getLocalSocketAddress(), patience);
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

    private void serve() {
        byte[] buffer = new byte[512];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
                if (answer.length > 0) {
                    socket.send(
                            new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private byte[] answer(byte[] query) {
        ByteBuffer in = ByteBuffer.wrap(query, 12, query.length - 12);
        List<String> labels = new ArrayList<>();
        for (int length = in.get(); length > 0; length = in.get()) {
            byte[] label = new byte[length];
            in.get(label);
            labels.add(new String(label, StandardCharsets.US_ASCII));
        }
        int type = in.getShort();
        in.getShort();
        String host = String.join(".", labels);
        questions.add(host + " " + type);
        Script script = scripts.get(host);
        if (script != null && script.looks().isEmpty()) {
            return new byte[0];
        }
        List<byte[]> records =
                script == null || (type != A && type != AAAA)
                        ? List.of()
                        : records(script.now(type), type);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // The number of the query; an answer with authority; one question.
        out.writeBytes(new byte[] {query[0], query[1], (byte) 0x84, 0, 0, 1});
        out.writeBytes(new byte[] {0, (byte) records.size(), 0, 0, 0, 0});
        out.write(query, 12, in.position() - 12);
        for (byte[] record : records) {
            // The name of the question, the type, the class, the time to live, the address.
            out.writeBytes(new byte[] {(byte) 0xC0, 12, 0, (byte) type, 0, 1});
            out.writeBytes(ByteBuffer.allocate(4).putInt(timeToLiveSeconds).array());
            out.write(0);
            out.write(record.length);
            out.writeBytes(record);
        }
        return out.toByteArray();
    }

    private static List<byte[]> records(List<String> addresses, int type) {
        return addresses.stream()
                .map(address -> InetAddress.ofLiteral(address).getAddress())
                .filter(bytes -> (bytes.length == 4) == (type == A))
                .toList();
    }

    @Override
    public void close() {
        lookup.close();
        socket.close();
    }
}
