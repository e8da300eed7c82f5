package io.hookbridge.delivery.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@Tag("unit")
class CustomHeadersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "HOST",
                "content-length",
                "Content-Type",
                "Content-Encoding",
                "Transfer-Encoding",
                "Connection",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Upgrade",
                "Expect",
                "Authorization",
                "Proxy-Authorization",
                "Cookie",
                "User-Agent",
                "X-Webhook-Signature",
                "x-webhook-anything",
                "Webhook-Id",
                "webhook-signature"
            })
    void a_header_of_the_servers_own_is_refused_by_name(String name) {
        assertThat(refusal(Map.of(name, "x")))
                .containsIgnoringCase(
                        name.toLowerCase(java.util.Locale.ROOT).replaceFirst("(webhook-).*", "$1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:b", "ä", "a\n", "a\r\nHost", "\0", "(a)", "\"a\""})
    void a_name_that_is_no_token_is_refused(String name) {
        assertThat(refusal(Map.of(name, "x"))).startsWith("a header's name must consist of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                " x",
                "x ",
                "\tx",
                "a\nb",
                "a\r\nEvil: 1",
                "a\0b",
                "ä",
                "\u007f",
                "a\u0085b"
            })
    void a_value_that_could_change_the_message_is_refused_and_not_repeated(String value) {
        assertThat(refusal(Map.of("X-A", value))).startsWith("a header's value must be ASCII");
    }

    @Test
    void all_that_http_allows_in_names_and_ascii_values_is_kept_as_it_was_sent() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Tenant!#$%&'*+-.^_`|~09", "a b\tc \"(){}<>@,;:\\/[]?=\"~");
        headers.put("empty", "");
        headers.put("Accept", "*/*");
        headers.put("Web-Hook", "x");

        assertThat(CustomHeaders.check(headers)).containsExactlyEntriesOf(headers);
    }

    @Test
    void two_spellings_of_one_name_are_refused() {
        assertThat(refusal(Map.of("X-A", "1", "x-a", "2"))).contains("the same name");
    }

    @Test
    void fifty_headers_are_allowed_and_one_more_is_not() {
        assertThat(CustomHeaders.check(many(50))).hasSize(50);
        assertThat(refusal(many(51))).contains("at most 50");
    }

    @Test
    void eight_kibibytes_of_names_and_values_are_allowed_and_one_more_is_not() {
        assertThat(CustomHeaders.check(Map.of("X-Ab", "v".repeat(8 * 1024 - 4)))).hasSize(1);
        assertThat(refusal(Map.of("X-Ab", "v".repeat(8 * 1024 - 3)))).contains("8192 bytes");
    }

    @Test
    void the_mask_of_a_header_stands_for_what_is_stored_by_its_name() {
        Map<String, String> stored = Map.of("X-Api-Key", "FAKEsecret", "X-B", "2");

        assertThat(CustomHeaders.unmasked(Map.of("x-api-key", "***", "X-C", "3"), stored))
                .isEqualTo(Map.of("x-api-key", "FAKEsecret", "X-C", "3"));
        assertThat(refusal(() -> CustomHeaders.unmasked(Map.of("X-New", "***"), stored)))
                .contains("send the value itself");
        assertThat(
                        refusal(() ->
                                CustomHeaders.unmasked(
                                        Map.of(
                                                "X-Api-Key",
                                                "***",
                                                "X-L",
                                                "v".repeat(8 * 1024 - 15)),
                                        stored)))
                .contains("8192 bytes");
    }

    private static Map<String, String> many(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(n -> "X-" + n, n -> "" + n));
    }

    private static String refusal(Map<String, String> headers) {
        return refusal(() -> CustomHeaders.check(headers));
    }

    private static String refusal(ThrowingCallable check) {
        String[] message = new String[1];
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(check)
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_HEADERS);
                    message[0] = refusal.message();
                });
        return message[0];
    }
}
