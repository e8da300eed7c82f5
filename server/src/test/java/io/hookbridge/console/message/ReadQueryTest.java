package io.hookbridge.console.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hookbridge.base.Direction;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.MessageId;
import io.hookbridge.insight.log.ResponseStatuses;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.search.SearchTerm;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

@Tag("unit")
class ReadQueryTest {

    private static final Instant NOW = Instant.parse("2026-11-29T14:05:00Z");
    private static final String ID = "01935abc-def0-7123-9abc-def012345678";

    private static MessageQuery read(String text) throws ReadQuery.UnreadableException {
        return ReadQuery.of(text, NOW, false);
    }

    private static MessageQuery readSearched(String text) throws ReadQuery.UnreadableException {
        return ReadQuery.of(text, NOW, true);
    }

    @Test
    void nothing_typed_means_everything() throws Exception {
        assertThat(read("")).isEqualTo(MessageQuery.ALL);
        assertThat(read("  \u0000\t ")).isEqualTo(MessageQuery.ALL);
    }

    @Test
    void all_words_are_read() throws Exception {
        MessageQuery query =
                read(
                        "status:failed code:5xx endpoint:billing after:2h before:5m is:sent"
                                + " key:\"order 7\" id:01935abc");

        assertThat(query.status()).isEqualTo(MessageStatus.FAILED_PERMANENT);
        assertThat(query.responses()).isEqualTo(new ResponseStatuses(500, 599));
        assertThat(query.endpoint()).isEqualTo("billing");
        assertThat(query.direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(query.key()).isEqualTo("order 7");
        assertThat(query.ids()).isEqualTo(IdRange.startingWith("01935abc").orElseThrow());
        assertThat(query.id()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "after:30m, 2026-11-29T13:35:00Z",
        "after:2h, 2026-11-29T12:05:00Z",
        "after:7d, 2026-11-22T14:05:00Z",
        "after:1w, 2026-11-22T14:05:00Z",
        "after:2026-11-28, 2026-11-28T00:00:00Z",
        "after:2026-11-28T09:30, 2026-11-28T09:30:00Z",
        "after:2026-11-28T09:30:15Z, 2026-11-28T09:30:15Z",
        "after:2026-11-28T09:30:15+01:00, 2026-11-28T08:30:15Z",
    })
    void times_are_ages_or_moments_in_utc(String text, Instant moment) throws Exception {
        assertThat(read(text).from()).isEqualTo(moment);
    }

    @Test
    void a_word_without_a_name_is_told_by_its_form() throws Exception {
        assertThat(read(ID).id()).isEqualTo(MessageId.parse(ID).orElseThrow());
        assertThat(read("01935abc-def0").ids())
                .isEqualTo(IdRange.startingWith("01935abc-def0").orElseThrow());
        assertThat(read("ep_01935abcdef071239abcdef012345678").endpoint()).startsWith("ep_");
        assertThat(read("https://shop.example/hook?a=1").endpoint())
                .isEqualTo("https://shop.example/hook?a=1");
        assertThat(read("503").responses()).isEqualTo(ResponseStatuses.of(503));
        assertThat(read("4xx").responses()).isEqualTo(ResponseStatuses.beginningWith(4));
        assertThat(read("waiting").status()).isEqualTo(MessageStatus.PENDING_RETRY);
        assertThat(read("failed_permanent").status()).isEqualTo(MessageStatus.FAILED_PERMANENT);
        assertThat(read("received").direction()).isEqualTo(Direction.INBOUND);
        assertThat(read("order-1042").key()).isEqualTo("order-1042");
        assertThat(read("\"failed\"").key()).isEqualTo("failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    status:faild       | “status:” is followed by queued,
                    code:600           | “code:” is followed by a number like 503
                    is:both            | “is:” is followed by sent or received.
                    id:xyz             | “id:” is followed by an id or its beginning
                    after:yesterday    | “after:” is followed by an age like 30m
                    before:2026-13-01  | “before:” is followed by an age
                    order:7            | There is nothing called “order:”
                    code:500 503       | “code:” can be there only once
                    key:""             | Say what “key:” should be.
                    after:1h before:2h | Nothing can come after and before these times.
                    """)
    void what_cannot_be_read_is_said_in_a_sentence(String text, String sentence) {
        assertThatExceptionOfType(ReadQuery.UnreadableException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith(sentence);
    }

    @Test
    void where_payloads_are_searched_other_words_and_names_are_of_the_payload() throws Exception {
        MessageQuery query =
                readSearched(
                        "order.id:1042 \"Ada Lovelace\" refund status:failed payload.status:open");

        assertThat(query.terms())
                .containsExactly(
                        SearchTerm.at("order.id", "1042"),
                        new SearchTerm(null, "ada"),
                        new SearchTerm(null, "lovelace"),
                        new SearchTerm(null, "refund"),
                        SearchTerm.at("status", "open"));
        assertThat(query.status()).isEqualTo(MessageStatus.FAILED_PERMANENT);
        assertThat(query.key()).isNull();
        assertThat(readSearched("key:order-7").key()).isEqualTo("order-7");
    }

    @ParameterizedTest
    @CsvSource({
        "a b c d e f g h i, A search has at most 8 words",
        "///, “///” has no word to look for.",
        "order:\"\", “” has no word to look for.",
    })
    void what_no_payload_can_be_searched_for_is_said(String text, String sentence) {
        assertThatExceptionOfType(ReadQuery.UnreadableException.class)
                .isThrownBy(() -> readSearched(text))
                .withMessageStartingWith(sentence);
    }

    @Test
    void a_query_that_nobody_types_is_refused() {
        assertThatExceptionOfType(ReadQuery.UnreadableException.class)
                .isThrownBy(() -> read("x".repeat(501)));
    }

    @Test
    void another_state_leaves_the_other_words_alone() {
        assertThat(ReadQuery.with("endpoint:billing status:failed code:5xx", "status", "waiting"))
                .isEqualTo("endpoint:billing code:5xx status:waiting");
        assertThat(ReadQuery.with("failed key:\"a failed b\"", "status", null))
                .isEqualTo("key:\"a failed b\"");
        assertThat(ReadQuery.with("", "status", "queued")).isEqualTo("status:queued");
    }
}
