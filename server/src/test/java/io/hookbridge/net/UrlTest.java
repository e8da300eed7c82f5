package io.hookbridge.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class UrlTest {

    private static final Url PLAIN = Url.parse("https://good.example:444/hook").orElseThrow();

    @Test
    void a_query_is_added_to_the_one_that_there_is() {
        Url own = Url.parse("https://good.example/hook?own=1").orElseThrow();

        assertThat(PLAIN.withQuery("a=%2F&b")).hasToString(PLAIN + "?a=%2F&b");
        assertThat(own.withQuery("a")).hasToString("https://good.example/hook?own=1&a");
        assertThat(own.withQuery("")).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@evil.example/",
                "//evil.example/../..",
                "\\\\evil.example\\@",
                "#/other",
                " HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "\u0000\u007f\u00e9\"'<>"
            })
    void no_query_changes_where_a_request_goes(String query) {
        Url added = PLAIN.withQuery(query);

        assertThat(added.authority()).isEqualTo("good.example:444");
        assertThat(added.path()).isEqualTo("/hook");
        assertThat(added.requestTarget()).matches("/hook\\?[!-~&&[^\\\\#\"'<>]]+");
        assertThat(Url.parse(added.toString())).contains(added);
    }

    @Test
    void what_a_request_line_may_not_have_is_escaped_octet_by_octet() {
        assertThat(Url.escapedQuery("a\\b #\u00e9%5c")).isEqualTo("a%5Cb%20%23%E9%5c");
    }
}
