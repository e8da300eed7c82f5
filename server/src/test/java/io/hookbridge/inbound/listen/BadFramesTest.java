package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.inbound.InboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** What a listener may send that no good client does, byte by byte. */
@Tag("database")
class BadFramesTest {

    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int TIMEOUT_MS = 10_000;

    private static InboundTest inbound;
    private static InboundTest.Source source;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
        source = inbound.source(Map.of("mode", "cli"));
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    /** A connection that was upgraded. */
    private static final class Wire implements AutoCloseable {

        private final Socket socket;
        private final DataInputStream in;
        private final String answer;

        Wire(String furtherHeaders) throws IOException {
            socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), inbound.app.port());
            socket.setSoTimeout(TIMEOUT_MS);
            in = new DataInputStream(socket.getInputStream());
            String head =
                    """
                    GET /v1/listen?endpoint_id=%s HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Connection: keep-alive, Upgrade
                    Upgrade: websocket
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                    %s
                    """
                            .formatted(source.id(), TestApp.KEY, furtherHeaders);
            socket.getOutputStream().write(bytes(head.replace("\n", "\r\n")));
            StringBuilder answered = new StringBuilder();
            while (answered.indexOf("\r\n\r\n") < 0) {
                answered.append((char) in.readUnsignedByte());
            }
            answer = answered.toString();
            assertThat(answer).startsWith("HTTP/1.1 101 ");
        }

        void send(int first, int mask, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
            if (payload.length < 126) {
                frame.put((byte) (mask | payload.length));
            } else {
                frame.put((byte) (mask | 127)).putLong(payload.length);
            }
            if (mask != 0) {
                frame.putInt(0);
            }
            frame.put(payload);
            socket.getOutputStream().write(frame.array(), 0, frame.position());
        }

        int closedWith() throws IOException {
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0F;
                int length = in.readUnsignedByte();
                byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
                in.readFully(payload);
                if (opcode == CLOSE) {
                    return ByteBuffer.wrap(payload).getShort();
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void compression_that_is_offered_is_not_agreed_on() throws IOException {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate\nSec-WebSocket-Protocol: x\n";
        try (Wire wire = new Wire(offer)) {
            assertThat(wire.answer.toLowerCase(Locale.ROOT))
                    .contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=")
                    .doesNotContain("sec-websocket-extensions")
                    .doesNotContain("sec-websocket-protocol");
        }
    }

    @Test
    void a_frame_without_a_mask_ends_the_stream() throws IOException {
        try (Wire wire = new Wire("")) {
            wire.send(FINAL | TEXT, 0, bytes("{}"));
            assertThat(wire.closedWith()).isEqualTo(1002);
        }
    }

    @Test
    void a_compressed_frame_ends_the_stream() throws IOException {
        try (Wire wire = new Wire("")) {
            wire.send(FINAL | COMPRESSED | TEXT, MASKED, bytes("{}"));
            assertThat(wire.closedWith()).isEqualTo(1002);
        }
    }

    @Test
    void what_is_binary_ends_the_stream() throws IOException {
        try (Wire wire = new Wire("")) {
            wire.send(FINAL | BINARY, MASKED, bytes("{}"));
            assertThat(wire.closedWith()).isEqualTo(1003);
        }
    }

    @Test
    void what_is_no_utf_8_ends_the_stream() throws IOException {
        try (Wire wire = new Wire("")) {
            wire.send(FINAL | TEXT, MASKED, new byte[] {'{', (byte) 0xC3, '}'});
            assertThat(wire.closedWith()).isEqualTo(1007);
        }
    }

    @Test
    void a_frame_that_is_too_large_ends_the_stream() throws IOException {
        try (Wire wire = new Wire("")) {
            wire.send(FINAL | TEXT, MASKED, new byte[64 * 1024 + 1]);
            assertThat(wire.closedWith()).isEqualTo(1009);
        }
    }

    @Test
    void a_message_whose_frames_do_not_end_ends_the_stream() throws IOException {
        try (Wire wire = new Wire("")) {
            wire.send(TEXT, MASKED, bytes("{"));
            for (int i = 0; i < 64; i++) {
                wire.send(CONTINUATION, MASKED, new byte[0]);
            }
            assertThat(wire.closedWith()).isEqualTo(1009);
        }
    }
}
