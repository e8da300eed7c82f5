package io.hookbridge.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

@Tag("unit")
class AnswerReaderTest {

    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nServer: x\r\nCONTENT-length: 5\r\n\r\n12345";

    private final AnswerReader reader = new AnswerReader();

    @Test
    void an_answer_that_comes_byte_by_byte_is_complete_with_its_last_byte() throws IOException {
        for (int i = 0; i < ANSWER.length() - 1; i++) {
            assertThat(feed(ANSWER.substring(i, i + 1))).isEqualTo(AnswerReader.INCOMPLETE);
        }
        assertThat(feed("5")).isEqualTo(200);
    }

    @Test
    void one_answer_can_follow_another() throws IOException {
        assertThat(feed(ANSWER)).isEqualTo(200);
        assertThat(feed("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")).isEqualTo(503);
        assertThat(feed(ANSWER)).isEqualTo(200);
    }

    @Test
    void bytes_beyond_the_answer_are_refused() {
        assertThatThrownBy(() -> feed(ANSWER + "6")).isInstanceOf(IOException.class);
    }

    @Test
    void an_answer_without_a_length_is_refused() {
        assertThatThrownBy(() -> feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void an_answer_that_does_not_end_is_refused() {
        assertThatThrownBy(() -> feed("x".repeat(reader.buffer().remaining())))
                .isInstanceOf(IOException.class);
    }

    private int feed(String text) throws IOException {
        reader.buffer().put(text.getBytes(StandardCharsets.ISO_8859_1));
        return reader.read();
    }
}
