package io.hookbridge.loadtest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.loadtest.receive.NumberedPayload;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

@Tag("unit")
class HeardTest {

    private static final long FIRST = 1_000;
    private static final long MILLISECOND = 1_000_000;

    /** Two endpoints with two listeners each: 0 and 2 hear the even payloads, 1 and 3 the odd. */
    private final Heard heard = new Heard(FIRST, 4, 2, 2);

    @Test
    void each_listener_has_to_hear_what_its_endpoint_has_accepted() {
        heard.accepted(0, 1);
        heard.accepted(1, 1);
        assertThat(heard.missing()).isEqualTo(4);

        heard.heard(0, FIRST, 2);
        heard.heard(2, FIRST, 3);
        heard.heard(1, FIRST + 1, 3);
        heard.heard(1, FIRST + 1, 4);

        assertThat(heard.missing()).isEqualTo(1);
        assertThat(heard.duplicates()).isEqualTo(1);
    }

    @Test
    void what_is_none_of_these_is_passed_over() {
        heard.heard(0, -1, 2);
        heard.heard(0, FIRST - 1, 2);
        heard.heard(0, FIRST + 4, 2);
        heard.heard(4, FIRST, 2);

        assertThat(heard.missing()).isZero();
        assertThat(heard.latency(0).getTotalCount()).isZero();
    }

    @Test
    void latency_is_counted_from_the_answer_and_only_of_what_counts() {
        heard.accepted(0, MILLISECOND);
        heard.accepted(2, 10 * MILLISECOND);
        heard.heard(0, FIRST, 900 * MILLISECOND);
        heard.heard(0, FIRST + 2, 15 * MILLISECOND);
        heard.heard(2, FIRST + 2, 9 * MILLISECOND);

        assertThat(heard.latency(1).getTotalCount()).isEqualTo(2);
        assertThat(heard.latency(1).getMaxValue()).isBetween(5_000L, 5_010L);
        assertThat(heard.latency(1).getMinValue()).isZero();
    }

    @Test
    void frames_are_cut_wherever_they_were_split_and_messages_put_together() throws IOException {
        String text = new NumberedPayload(300).text(42);
        List<String> got = new ArrayList<>();
        FrameReader reader =
                new FrameReader(
                        new FrameReader.Sink() {
                            @Override
                            public void message(byte[] bytes) {
                                got.add("message " + NumberedPayload.numberIn(bytes));
                            }

                            @Override
                            public void ping(byte[] payload) {
                                got.add("ping " + new String(payload, UTF_8));
                            }
                        });
        byte[] start = ("{\"body\":" + text.substring(0, 200)).getBytes(UTF_8);
        byte[] rest = (text.substring(200) + "}").getBytes(UTF_8);
        ByteBuffer all =
                ByteBuffer.allocate(1_000)
                        .put((byte) 0x01)
                        .put((byte) 126)
                        .putShort((short) start.length)
                        .put(start)
                        .put(new byte[] {(byte) 0x89, 2, 'h', 'i'})
                        .put((byte) 0x80)
                        .put((byte) rest.length)
                        .put(rest)
                        .flip();
        ByteBuffer some = ByteBuffer.allocate(1_000);
        while (all.hasRemaining()) {
            some.put(all.get());
            reader.read(some.flip());
            some.compact();
        }

        assertThat(got).containsExactly("ping hi", "message 42");
    }
}
