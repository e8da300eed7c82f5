package io.hookbridge.net.dns;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An answer of a name server (RFC 1035, section 4), as right or as wrong as a test wants it. */
final class DnsAnswer {

    static final int A = 1;
    static final int CNAME = 5;
    static final int AAAA = 28;

    private static final int HEADER = 12;
    private static final int RESPONSE_WITH_AUTHORITY = 0x8400;
    private static final int TRUNCATED = 0x0200;

    private final byte[] question;
    private int id;
    private int flags = RESPONSE_WITH_AUTHORITY;
    private int records;
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    private DnsAnswer(int id, byte[] question) {
        this.id = id;
        this.question = question;
    }

    /** That there is nothing, until more is said. */
    static DnsAnswer to(byte[] query) {
        ByteBuffer in = ByteBuffer.wrap(query).position(HEADER);
        while (in.get() != 0) {
            in.position(in.position() + in.get(in.position() - 1));
        }
        byte[] question = new byte[in.position() + 4 - HEADER];
        in.get(HEADER, question);
        return new DnsAnswer(ByteBuffer.wrap(query).getShort(), question);
    }

    /** To the same query as if it had asked for something else. */
    DnsAnswer toQuestion(String host, int type) {
        byte[] name = name(host);
        return new DnsAnswer(
                id,
                ByteBuffer.allocate(name.length + 4)
                        .put(name)
                        .putShort((short) type)
                        .putShort((short) 1)
                        .array());
    }

    DnsAnswer withAnotherId() {
        id++;
        return this;
    }

    /**
     * @param code 0 to 15; 2 for a failure, 3 for a name that there is not
     */
    DnsAnswer code(int code) {
        flags |= code;
        return this;
    }

    DnsAnswer truncated() {
        flags |= TRUNCATED;
        return this;
    }

    DnsAnswer address(String host, String address, Duration timeToLive) {
        return record(
                host, typeOf(address), timeToLive, InetAddress.ofLiteral(address).getAddress());
    }

    /** An address of the old kind that is written in the new one is of the old kind. */
    static int typeOf(String address) {
        return InetAddress.ofLiteral(address) instanceof Inet4Address ? A : AAAA;
    }

    DnsAnswer alias(String host, String of, Duration timeToLive) {
        return record(host, CNAME, timeToLive, name(of));
    }

    DnsAnswer record(String host, int type, Duration timeToLive, byte[] data) {
        records++;
        byte[] name = name(host);
        answers.writeBytes(
                ByteBuffer.allocate(name.length + 10 + data.length)
                        .put(name)
                        .putShort((short) type)
                        .putShort((short) 1)
                        .putInt((int) timeToLive.toSeconds())
                        .putShort((short) data.length)
                        .put(data)
                        .array());
        return this;
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEADER + question.length + answers.size())
                .putShort((short) id)
                .putShort((short) flags)
                .putShort((short) 1)
                .putShort((short) records)
                .putInt(0)
                .put(question)
                .put(answers.toByteArray())
                .array();
    }

    private static byte[] name(String host) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (String label : host.split("\\.", -1)) {
            name.write(label.length());
            name.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        name.write(0);
        return name.toByteArray();
    }
}
