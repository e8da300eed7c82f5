package io.hookbridge.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

@Tag("unit")
class SpokenToPostgresTest {

    private static final int ASKS_FOR_TLS = 80_877_103;
    private static final int VERSION_3 = 3 << 16;

    private final SpokenToPostgres spoken = new SpokenToPostgres();

    @BeforeEach
    void start() {
        hear(ByteBuffer.allocate(8).putInt(8).putInt(ASKS_FOR_TLS).array());
        hear(ByteBuffer.allocate(13).putInt(13).putInt(VERSION_3).put(text("user")).array());
    }

    private List<Moment> hear(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        List<Moment> moments = new ArrayList<>();
        // Byte by byte: a network cuts where it likes.
        for (byte one : all.toByteArray()) {
            spoken.hear(new byte[] {one}, 1).ifPresent(moments::add);
        }
        return moments;
    }

    private static byte[] frame(char type, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putInt(4 + body.length)
                .put(body)
                .array();
    }

    private static byte[] text(String... texts) {
        return (String.join("\0", texts) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_copy_of_messages_is_told_at_its_end_and_then_its_commit() {
        byte[] copied = new byte[300];
        copied[200] = 'c';
        copied[204] = 4;

        assertThat(
                        hear(
                                frame('Q', text("COPY message (id) FROM STDIN BINARY")),
                                frame('d', copied)))
                .isEmpty();
        assertThat(hear(frame('c', new byte[0]))).containsExactly(Moment.COPIED);
        assertThat(hear(frame('Q', text("COMMIT")))).containsExactly(Moment.COMMITS);
    }

    @Test
    void a_prepared_commit_is_told_by_its_name() {
        hear(frame('P', text("S_1", "COMMIT")));
        hear(frame('Q', text("COPY message (id) FROM STDIN BINARY")), frame('c', new byte[0]));

        assertThat(hear(frame('B', text("", "S_1")), frame('E', text("")), frame('S', new byte[0])))
                .containsExactly(Moment.COMMITS);
    }

    @Test
    void what_stores_no_messages_is_not_told() {
        assertThat(
                        hear(
                                frame('Q', text("COPY message_count_change FROM STDIN")),
                                frame('c', new byte[0]),
                                frame('Q', text("COMMIT")),
                                frame('Q', text("COPY message (id) FROM STDIN BINARY")),
                                frame('f', text("broken")),
                                frame('Q', text("ROLLBACK")),
                                frame('Q', text("COMMIT"))))
                .isEmpty();
    }
}
