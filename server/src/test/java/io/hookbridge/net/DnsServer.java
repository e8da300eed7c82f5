package io.hookbridge.net;

import io.hookbridge.base.Patience;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/**
 * A name server (RFC 1035, UDP only) that gives another answer each time, as the script of a name
 * says; the last one stays. It answers for A and AAAA records, with a time to live of zero.
 */
final class DnsServer implements AutoCloseable {

    private static final int A = 1;
    private static final int AAAA = 28;

    private final DatagramSocket socket;
    private final Map<String, Deque<List<String>>> answers = new ConcurrentHashMap<>();

    private DnsServer(DatagramSocket socket) {
        this.socket = socket;
    }

    static DnsServer start() throws IOException {
        DnsServer server =
                new DnsServer(
                        new DatagramSocket(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)));
        Thread.ofPlatform().daemon().start(server::serve);
        return server;
    }

    /** Each of {@code looks} is what one look-up finds: addresses separated by spaces. */
    DnsServer script(String host, String... looks) {
        answers.put(
                host,
                new ArrayDeque<>(Arrays.stream(looks).map(l -> List.of(l.split(" "))).toList()));
        return this;
    }

    /** Asks this server, with the DNS client of the Java runtime: A first, then AAAA. */
    HostLookup lookup() {
        return host -> {
            List<InetAddress> found = new ArrayList<>();
            for (String type : new String[] {"A", "AAAA"}) {
                records(host, type).stream().map(InetAddress::ofLiteral).forEach(found::add);
            }
            if (found.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return found;
        };
    }

    // It asks the server above and nobody else; the environment must be a Hashtable.
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    private List<String> records(String host, String type) {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, "dns://127.0.0.1:" + socket.getLocalPort());
        // A question that is asked again on a busy machine would take the next look of a script.
        environment.put("com.sun.jndi.dns.timeout.initial", String.valueOf(Patience.millis()));
        environment.put("com.sun.jndi.dns.timeout.retries", "1");
        try {
            Attribute found =
                    new InitialDirContext(environment)
                            .getAttributes(host, new String[] {type})
                            .get(type);
            return found == null
                    ? List.of()
                    : Collections.list(found.getAll()).stream().map(Object::toString).toList();
        } catch (NamingException none) {
            return List.of();
        }
    }

    private void serve() {
        byte[] buffer = new byte[512];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
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
        List<byte[]> records = found(String.join(".", labels), type);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // The number of the query; an answer with authority; one question.
        out.writeBytes(new byte[] {query[0], query[1], (byte) 0x84, 0, 0, 1});
        out.writeBytes(new byte[] {0, (byte) records.size(), 0, 0, 0, 0});
        out.write(query, 12, in.position() - 12);
        for (byte[] record : records) {
            // The name of the question, the type, the class, no time to live, the address.
            out.writeBytes(new byte[] {(byte) 0xC0, 12, 0, (byte) type, 0, 1, 0, 0, 0, 0, 0});
            out.write(record.length);
            out.writeBytes(record);
        }
        return out.toByteArray();
    }

    /** A look-up asks for A first and for AAAA then, and the second one turns the page. */
    private List<byte[]> found(String host, int type) {
        Deque<List<String>> looks = answers.getOrDefault(host, new ArrayDeque<>());
        if (looks.isEmpty()) {
            return List.of();
        }
        List<String> now =
                type == AAAA && looks.size() > 1 ? looks.removeFirst() : looks.getFirst();
        return now.stream()
                .map(address -> InetAddress.ofLiteral(address).getAddress())
                .filter(bytes -> (bytes.length == 4) == (type == A))
                .toList();
    }

    @Override
    public void close() {
        socket.close();
    }
}
