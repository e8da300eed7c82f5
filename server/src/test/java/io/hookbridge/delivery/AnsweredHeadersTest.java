package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Json;
import io.hookbridge.net.Header;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

@Tag("unit")
class AnsweredHeadersTest {

    @Test
    void whatever_a_receiver_answers_is_written_as_the_mapper_writes_it() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x300; c++) {
            all.appendCodePoint(c);
            String one = Character.toString(c) + "/" + c;
            assertThat(AnsweredHeaders.json(List.of(new Header("X-One", one)), List.of()))
                    .isEqualTo(Json.MAPPER.writeValueAsString(Map.of("X-One", one)));
        }
        all.append("\u2028\uFFFD").appendCodePoint(0x1F600);
        String name = "X-\"\\" + all;

        assertThat(AnsweredHeaders.json(List.of(new Header(name, all.toString())), List.of()))
                .isEqualTo(Json.MAPPER.writeValueAsString(Map.of(name, all.toString())));
        assertThat(AnsweredHeaders.json(List.of(), List.of())).isEqualTo("{}");
    }

    @Test
    void lines_of_one_name_are_one_list_that_is_masked_as_a_whole() {
        List<Header> headers =
                List.of(
                        new Header("Via", "1.1 b"),
                        new Header("X-Echo", "the"),
                        new Header("Server", "s"),
                        new Header("via", "1.1 a"),
                        new Header("x-echo", "secret"),
                        new Header("Set-Cookie", "a=b"));

        assertThat(AnsweredHeaders.json(headers, List.of("the, secret")))
                .isEqualTo(
                        "{\"Server\":\"s\",\"Set-Cookie\":\"***\",\"Via\":\"1.1 b, 1.1 a\",\"X-Echo\":\"***\"}");
    }
}
