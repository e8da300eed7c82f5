package io.hookbridge.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.net.Header;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.wire.AnswerReader.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

/** Where an answer ends, and what may follow it on the same connection (RFC 9112, section 6.3). */
@Tag("unit")
class AnswerReaderTest {

    private AnswerReader reader = new AnswerReader(1000, 500);

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private Progress read(String text) {
        return reader.read(bytes(text));
    }

    private String body() {
        return new String(reader.answered().body(), StandardCharsets.UTF_8);
    }

    /** A circumflex stands for the end of a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HTTP/1.1 200 OK^Content-Length: 2^^ok                                      | ok | true
                    HTTP/1.1 200^Content-Length: 2^^ok                                         | ok | true
                    HTTP/1.1 200 OK^content-length:2^^ok                                       | ok | true
                    HTTP/1.1 200 OK^CONTENT-LENGTH:,2,^^ok                                     | ok | true
                    HTTP/1.1 200 OK^TRANSFER-ENCODING: CHUNKED^^0^^                            | '' | true
                    HTTP/1.1 200 OK^Content-Length: 2^CONNECTION: CLOSE^^ok                    | ok | false
                    HTTP/1.1 200 OK^Content-Lengtn: 9^Content-Length: 2^^ok                    | ok | true
                    HTTP/1.1 200 OK^Content-Length: 0^^                                        | '' | true
                    HTTP/1.1 200 OK^Content-Length: 2^Content-Length: 2^^ok                    | ok | true
                    HTTP/1.1 200 OK^Content-Length: 2, 2^^ok                                   | ok | true
                    HTTP/1.1 204 No Content^^                                                  | '' | true
                    HTTP/1.1 204 No Content^Content-Length: 0^^                                | '' | true
                    HTTP/1.1 204 No Content^Content-Length: 2^^                                | '' | false
                    HTTP/1.1 204 No Content^Transfer-Encoding: chunked^^                       | '' | false
                    HTTP/1.1 205 Reset^Content-Length: 0^^                                     | '' | true
                    HTTP/1.1 205 Reset^^                                                       | '' | false
                    HTTP/1.1 304 Not Modified^Content-Length: 1234^^                           | '' | true
                    HTTP/1.1 304 Not Modified^Transfer-Encoding: chunked^^                     | '' | false
                    HTTP/1.1 200 OK^Transfer-Encoding: chunked^^2^ok^0^^                       | ok | true
                    HTTP/1.1 200 OK^Transfer-Encoding: Chunked^^1 ;a=b^o^001^k^0^T: 1^^        | ok | true
                    HTTP/1.1 200 OK^Transfer-Encoding: gzip, chunked^^2^ok^0^^                 | ok | false
                    HTTP/1.1 200 OK^Transfer-Encoding: x^Transfer-Encoding: chunked^^2^ok^0^^  | ok | false
                    HTTP/1.1 200 OK^Transfer-Encoding: chunked^Content-Length: 9^^2^ok^0^^     | ok | false
                    HTTP/1.1 200 OK^Transfer-Encoding: identity^Content-Length: 2^^ok          | ok | false
                    HTTP/1.0 200 OK^Transfer-Encoding: chunked^Connection: keep-alive^^0^^     | '' | false
                    HTTP/1.0 200 OK^Content-Length: 2^^ok                                      | ok | false
                    HTTP/1.0 200 OK^Content-Length: 2^Connection: Keep-Alive^^ok               | ok | true
                    HTTP/1.1 200 OK^Content-Length: 2^Connection: x, Close^^ok                 | ok | false
                    HTTP/1.1 200 OK^Content-Length: 2^Connection: x^Connection: close^^ok      | ok | false
                    HTTP/1.1 200 OK^no colon^Content-Length: 2^^ok                             | ok | false
                    HTTP/1.1 200 OK^Content-Length : 2^^ok                                     | ok | false
                    HTTP/1.1 100 Continue^^HTTP/1.1 200 OK^Content-Length: 2^^ok               | ok | true
                    """)
    void an_answer_ends_where_the_grammar_says_however_it_is_cut_into_pieces(
            String written, String body, boolean persists) {
        String text = written.replace("^", "\r\n");

        assertThat(read(text)).isEqualTo(Progress.COMPLETE);
        assertThat(body()).isEqualTo(body);
        assertThat(reader.answered().truncated()).isFalse();
        assertThat(reader.persists()).isEqualTo(persists);

        reader = new AnswerReader(1000, 500);
        int last = text.length() - 1;
        for (int i = 0; i < last; i++) {
            assertThat(read(text.substring(i, i + 1))).isEqualTo(Progress.PARTIAL);
        }
        assertThat(read(text.substring(last))).isEqualTo(Progress.COMPLETE);
        assertThat(body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HTTP/1.1 200 OK^Content-Length: 2, 3^^ok
                    HTTP/1.1 200 OK^Content-Length: 2^Content-Length: 3^^ok
                    HTTP/1.1 200 OK^Content-Length:^Content-Length: 2^^ok
                    HTTP/1.1 200 OK^Content-Length: +2^^ok
                    HTTP/1.1 200 OK^Content-Length: -1^^
                    HTTP/1.1 200 OK^Content-Length:^^
                    HTTP/1.1 200 OK^Transfer-Encoding: chunked^^ok^
                    HTTP/1.1 200 OK^Transfer-Encoding: chunked^^fffffffffffffffff^
                    HTTP/1.1 200 OK^Transfer-Encoding: chunked^^-1^
                    HTTP/1.1 200 OK^Transfer-Encoding: chunked^^^
                    HTTP/1.1 200 OK^Transfer-Encoding: chunked^^;a=b^
                    HTTP/1.1 200 OK^Transfer-Encoding: chunked^^0x1^
                    HTTP/1.1 200 OK^Transfer-Encoding: chunked^^1^okay^
                    HTTP/1.1  200 OK^
                    HTTP/1.1 20 OK^
                    HTTP/1.1 2000 OK^
                    HTTP/1.1 2x0 OK^
                    HTTP/1.1 200OK^
                    HTTP/1.x 200 OK^
                    HTTP/1.11 200 OK^
                    HTTP/1.1^
                    http/1.1 200 OK^
                    HTTP/2 200^
                    ^HTTP/1.1 200 OK^
                    """)
    void an_answer_whose_end_would_be_a_guess_is_broken(String written) {
        assertThat(read(written.replace("^", "\r\n"))).isEqualTo(Progress.BROKEN);
    }

    @ParameterizedTest
    @CsvSource({"000", "099", "101", "600", "999"})
    void not_every_number_is_a_status(String status) {
        assertThat(read("HTTP/1.1 " + status + " Word\r\n")).isEqualTo(Progress.NO_STATUS);
    }

    @Test
    void without_a_length_the_end_of_the_connection_is_the_end() {
        for (String head :
                new String[] {"", "Transfer-Encoding: gzip\r\n", "Connection: keep-alive\r\n"}) {
            reader = new AnswerReader(1000, 500);
            assertThat(read("HTTP/1.1 200 OK\r\n" + head + "\r\nto the end"))
                    .isEqualTo(Progress.PARTIAL);
            assertThat(reader.end()).isEqualTo(Progress.COMPLETE);
            assertThat(body()).isEqualTo("to the end");
            assertThat(reader.persists()).isFalse();
        }
    }

    @Test
    void an_answer_that_breaks_off_is_broken_and_one_that_did_not_begin_has_not_begun() {
        assertThat(reader.hasBegun()).isFalse();
        assertThat(read("H")).isEqualTo(Progress.PARTIAL);
        assertThat(reader.hasBegun()).isTrue();
        assertThat(reader.hasHead()).isFalse();
        assertThat(read("TTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no"))
                .isEqualTo(Progress.PARTIAL);
        assertThat(reader.hasHead()).isTrue();
        assertThat(reader.end()).isEqualTo(Progress.BROKEN);
    }

    @Test
    void what_follows_the_answer_is_left_alone() {
        ByteBuf in = bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1");

        assertThat(reader.read(in)).isEqualTo(Progress.COMPLETE);
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1");
        assertThat(body()).isEqualTo("ok");
    }

    @Test
    void lines_may_end_with_a_line_feed_alone_and_fields_may_go_on_in_the_next_line() {
        assertThat(read("HTTP/1.1 200 OK\nX: a\n\t b\n c \nY: d\nContent-Length: 2\n\nok"))
                .isEqualTo(Progress.COMPLETE);
        assertThat(reader.answered().headers())
                .containsExactly(
                        new Header("X", "a b c"),
                        new Header("Y", "d"),
                        new Header("Content-Length", "2"));
        // RFC 9112, section 5.2: nobody should send that any more.
        assertThat(reader.persists()).isFalse();
    }

    @Test
    void what_must_not_stand_in_a_field_is_a_blank() {
        read("HTTP/1.1 200 OK\r\nX: a\rb\u0000c\r\nContent-Length: 0\r\n\r\n");
        assertThat(reader.answered().headers()).contains(new Header("X", "a b c"));
    }

    @Test
    void the_fields_of_an_interim_answer_are_not_those_of_the_answer() {
        read("HTTP/1.1 103 Hints\r\nContent-Length: 9\r\nConnection: close\r\n\r\n");
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(Progress.COMPLETE);
        assertThat(reader.answered().headers()).containsExactly(new Header("Content-Length", "0"));
        assertThat(reader.persists()).isTrue();
    }

    @Test
    void of_ten_thousand_fields_the_first_are_kept_and_all_are_heeded() {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 10_000; i++) {
            head.append("X-Field-").append(i).append(": value\r\n");
        }
        head.append("Connection: close\r\nContent-Length: 2\r\n\r\nok");

        assertThat(read(head.toString())).isEqualTo(Progress.COMPLETE);
        Outcome.Answered answered = reader.answered();
        assertThat(answered.headers()).hasSizeBetween(20, 40);
        assertThat(answered.body()).hasSize(2);
        assertThat(reader.persists()).isFalse();
    }

    @Test
    void ten_thousand_interim_answers_do_not_keep_the_answer_away() {
        String storm = "HTTP/1.1 103 Hints\r\n\r\n".repeat(10_000);
        assertThat(read(storm + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
                .isEqualTo(Progress.COMPLETE);
        assertThat(body()).isEqualTo("ok");
        assertThat(reader.persists()).isTrue();
    }

    @Test
    void a_status_line_of_a_mebibyte_is_none() {
        assertThat(read("HTTP/1.1 200 " + "x".repeat(1024 * 1024) + "\r\n\r\n"))
                .isEqualTo(Progress.TOO_LONG);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 , x",
        "HTTP/1.1 200 OK\\nX: , x",
        "HTTP/1.1 200 OK\\n, X: 1\\n",
        "'', HTTP/1.1 103 Hints\\n\\n",
        "HTTP/1.1 200 OK\\nTransfer-Encoding: chunked\\n\\n1;, x",
        "HTTP/1.1 200 OK\\nTransfer-Encoding: chunked\\n\\n0\\n, X: 1\\n"
    })
    void what_is_beside_the_body_has_a_bound(String start, String piece) {
        read(start.translateEscapes());
        String pieces = piece.translateEscapes().repeat(1000);
        int count = 0;
        while (read(pieces) == Progress.PARTIAL) {
            count += pieces.length();
        }
        assertThat(reader.read(bytes("x"))).isEqualTo(Progress.TOO_LONG);
        assertThat(count).isBetween(220_000, 265_000);
    }
}
