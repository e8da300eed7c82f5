package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.HttpRequest;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/** The limits of what a head may say; {@link StrictHttpTest} has the attacks. */
@Tag("unit")
class HeadGrammarTest {

    private static final String LONGEST_ADDRESS = "[" + "a".repeat(45) + "]";

    private static HttpRequest read(String head) {
        return HeadGrammar.request(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static HttpRequest get(String field) {
        return read("GET / HTTP/1.1\r\n" + field + "\r\n\r\n");
    }

    private static HttpRequest post(String field) {
        return read("POST / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n");
    }

    private static void assertRefused(Runnable read) {
        assertThatThrownBy(read::run)
                .isInstanceOf(ApiError.class)
                .hasMessage("the request is not valid HTTP");
    }

    @Test
    void names_and_values_are_kept_as_they_were_sent_without_blanks_around_values() {
        HttpRequest request =
                read("GET /a?b HTTP/1.1\r\nhOsT:a\r\nX-One: \t b\tc \u00e9 \t\r\nX-Two:\r\n\r\n");

        assertThat(request.method().name()).isEqualTo("GET");
        assertThat(request.uri()).isEqualTo("/a?b");
        assertThat(request.headers().entries())
                .extracting(field -> field.getKey() + "=" + field.getValue())
                .containsExactly("hOsT=a", "X-One=b\tc \u00e9", "X-Two=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "a.example:65535",
                "A-z_0~!$&'()*+,;=%41",
                "[::]",
                "[::1]:",
                "[1.2.3.4]:80"
            })
    void a_host_is_a_name_or_an_address_in_brackets_and_perhaps_a_port(String host) {
        assertThat(get("Host: " + host).headers().get("Host")).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:123456",
                "a:8o",
                "a:80:80",
                "a/",
                "a\u00e9",
                "[:]",
                "[]",
                "[",
                "[::1",
                "[::1]80",
                "[::1]]",
                "[::g]",
                "[v1.a]",
                "::1",
                "a[::1]"
            })
    void anything_else_is_no_host(String host) {
        assertRefused(() -> get("Host: " + host));
    }

    @Test
    void an_address_has_at_most_45_characters() {
        assertThat(get("Host: " + LONGEST_ADDRESS).headers().contains("Host")).isTrue();
        assertRefused(() -> get("Host: " + LONGEST_ADDRESS.replace("]", "a]")));
    }

    @Test
    void a_length_has_one_to_eighteen_digits() {
        String most = "9".repeat(18);
        assertThat(post("Content-Length: " + most).headers().get("Content-Length")).isEqualTo(most);
        assertRefused(() -> post("Content-Length: " + most + "9"));
        assertRefused(() -> post("Content-Length: \u0661"));
        assertRefused(() -> post("Content-Length: 1 2"));
    }

    @Test
    void escapes_are_looked_at_in_the_path_only() {
        assertThat(read("GET /%41?%2F%zz HTTP/1.0\r\n\r\n").uri()).isEqualTo("/%41?%2F%zz");
        assertRefused(() -> read("GET /%4?1 HTTP/1.0\r\n\r\n"));
        assertRefused(() -> read("GET /a%41%2e HTTP/1.0\r\n\r\n"));
    }

    @Test
    void each_byte_is_a_part_of_a_name_or_it_is_not() {
        String token =
                "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        for (char c = 0; c < 256; c++) {
            if (c == ':' || c == '\n') {
                continue;
            }
            String head = "GET / HTTP/1.0\r\nX" + c + "Y: z\r\n\r\n";
            if (token.indexOf(c) >= 0) {
                assertThat(read(head).headers().size()).isEqualTo(1);
            } else {
                assertRefused(() -> read(head));
            }
        }
    }
}
