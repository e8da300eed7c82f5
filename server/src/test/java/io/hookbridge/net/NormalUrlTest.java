package io.hookbridge.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

@Tag("unit")
class NormalUrlTest {

    private static final String URL = "https://example.com/hooks/a~b?x=%2F1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/hooks/a~b?x=%2F1",
                "HTTPS://EXAMPLE.com/hooks/a~b?x=%2F1",
                "https://example.com:443/hooks/a~b?x=%2F1",
                "https://example.com/./hooks/a~b?x=%2F1",
                "https://example.com/x/../hooks/a~b?x=%2F1",
                "https://example.com/x/%2E%2e/hooks/a~b?x=%2F1",
                "https://example.com/%68ooks/%61%7Eb?x=%2f1",
                "https://example.com/hooks/a%7eb?%78=%2F1"
            })
    void one_place_has_one_normal_form(String spelling) {
        assertThat(NormalUrl.of(spelling)).isEqualTo(URL);
    }

    @Test
    void an_empty_path_is_a_slash_and_an_empty_query_is_none() {
        for (String spelling :
                List.of("https://example.com", "https://example.com/?", "https://example.com?")) {
            assertThat(NormalUrl.of(spelling)).isEqualTo("https://example.com/");
        }
    }

    @Test
    void a_character_and_its_escapes_are_the_same() {
        assertThat(NormalUrl.of("https://example.com/é?ü"))
                .isEqualTo(NormalUrl.of("https://EXAMPLE.com/%c3%a9?%C3%BC"));
        assertThat(NormalUrl.of("https://bücher.example/"))
                .isEqualTo(NormalUrl.of("https://XN--bcher-kva.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/hooks/a~b?x=%2F1",
                "https://example.com:8443/hooks/a~b?x=%2F1",
                "https://example.com/Hooks/a~b?x=%2F1",
                "https://example.com/hooks/a~b/?x=%2F1",
                "https://example.com//hooks/a~b?x=%2F1",
                "https://example.com/hooks%2Fa~b?x=%2F1",
                "https://example.com/hooks/a~b?x=/1",
                "https://example.com/hooks/a~b?x=%252F1",
                "https://example.com/hooks/a~b",
                "https://www.example.com/hooks/a~b?x=%2F1"
            })
    void other_places_have_other_forms(String other) {
        assertThat(NormalUrl.of(other)).isNotEqualTo(URL);
    }

    @Test
    void the_normal_form_is_its_own() {
        assertThat(NormalUrl.of(URL)).isEqualTo(URL);
        String odd = "https://example.com/%25%2e%5B?a=%20+b&c";
        assertThat(NormalUrl.of(NormalUrl.of(odd))).isEqualTo(NormalUrl.of(odd));
    }
}
