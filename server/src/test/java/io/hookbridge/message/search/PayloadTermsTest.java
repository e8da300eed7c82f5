package io.hookbridge.message.search;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@Tag("unit")
class PayloadTermsTest {

    private static Set<String> terms(String payload) {
        return terms(payload.getBytes(UTF_8), null);
    }

    private static Set<String> terms(byte[] payload, @Nullable String key) {
        return PayloadTerms.of(payload, key).stream()
                .map(term -> term.path() == null ? term.text() : term.path() + ":" + term.text())
                .collect(Collectors.toSet());
    }

    private static List<String> words(String text) {
        return SearchTerm.words(text).stream().map(SearchTerm::text).toList();
    }

    @Test
    void json_is_found_by_its_members_and_by_the_words_of_its_values() {
        assertThat(
                        terms(
                                """
                                {"order": {"id": 1042, "total": 12.50, "paid": true, "note": null,
                                           "items": [{"sku": "A-1"}, {"sku": "B-2"}], "tags": ["new", "Big"]},
                                 "customer": "Ada Lovelace"}
                                """))
                .containsExactlyInAnyOrder(
                        "order.id:1042",
                        "1042",
                        "order.total:12.50",
                        "12.50",
                        "order.paid:true",
                        "order.items.sku:a-1",
                        "a-1",
                        "order.items.sku:b-2",
                        "b-2",
                        "order.tags:new",
                        "new",
                        "order.tags:big",
                        "big",
                        "customer:ada lovelace",
                        "ada",
                        "lovelace");
    }

    @Test
    void the_type_of_an_event_is_found_as_such_whatever_its_sender_calls_it() {
        for (String name : List.of("type", "event", "event_type")) {
            assertThat(terms("{\"" + name + "\":\"order.created\"}"))
                    .contains("type:order.created", name + ":order.created");
        }
        assertThat(terms("{\"data\":{\"event\":\"x\"}}")).doesNotContain("type:x");
    }

    @Test
    void other_text_is_found_by_its_words_and_bytes_by_the_key_alone() {
        assertThat(terms("a=1&name=Ada Lovelace"))
                .containsExactlyInAnyOrder("a", "1", "name", "ada", "lovelace");
        assertThat(terms(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1}, "upload 7"))
                .containsExactlyInAnyOrder("upload", "7");
        assertThat(terms("")).isEmpty();
    }

    @Test
    void what_is_cut_off_or_broken_is_found_by_what_comes_before() {
        assertThat(terms("{\"a\":1,\"b\":\"tw")).containsExactlyInAnyOrder("a:1", "1");
        assertThat(terms("[1, 2} 3")).contains("1", "2");
        byte[] cut = "word wör".getBytes(UTF_8);
        assertThat(terms(Arrays.copyOf(cut, 7), null)).contains("word");
    }

    @Test
    void a_large_payload_is_found_by_a_bounded_number_of_terms() {
        String members =
                IntStream.range(0, 5_000)
                        .mapToObj(i -> "\"m" + i + "\":\"v" + i + "\"")
                        .collect(Collectors.joining(",", "{", "}"));

        assertThat(terms(members)).hasSize(2 * PayloadTerms.MOST_TERMS).contains("m0:v0", "v199");
        assertThat(terms("x ".repeat(30_000))).containsExactly("x");
        assertThat(words("a.".repeat(30_000))).hasSize(1);
    }

    @Test
    void words_keep_what_joins_letters_and_digits() {
        assertThat(words("Mail ada@example.com, at 2026-11-29T14:05Z (order.created): 50% off!"))
                .containsExactly(
                        "mail",
                        "ada@example.com",
                        "at",
                        "2026-11-29t14:05z",
                        "order.created",
                        "50",
                        "off");
        assertThat(words("Straße ÉCOLE e\u0301cole हिन्दी 注文 …"))
                .containsExactly("straße", "école", "école", "हिन्दी", "注文");
    }

    @Test
    void a_search_is_read_into_terms() {
        assertThat(
                        SearchTerm.all(
                                "order.id:1042 \"Ada Lovelace\" https://a.example/x payload.id:7"))
                .containsExactly(
                        SearchTerm.at("order.id", "1042"),
                        new SearchTerm(null, "ada"),
                        new SearchTerm(null, "lovelace"),
                        new SearchTerm(null, "https"),
                        new SearchTerm(null, "a.example"),
                        new SearchTerm(null, "x"),
                        SearchTerm.at("id", "7"));
        assertThat(SearchTerm.all("customer:\"Ada Lovelace\""))
                .containsExactly(SearchTerm.at("customer", "ADA LOVELACE"));
        assertThat(SearchTerm.all("…")).isEmpty();
    }
}
