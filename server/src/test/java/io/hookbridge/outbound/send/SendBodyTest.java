package io.hookbridge.outbound.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

@Tag("unit")
class SendBodyTest {

    private static SendBody.Item.Asked one(String body) {
        return SendBody.one(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"a\":1.50,\"b\":[{},[]],\"a\":2}",
                "{\n\t\"é\" : \"\\u00e9 😀 \\\" }\" }",
                "{\"n\":123456789012345678901234567890,\"e\":1E400,\"z\":-0}",
                "{\"payload\":{\"endpoint_id\":\"}\"}}"
            })
    void the_payload_is_cut_out_byte_for_byte(String payload) {
        for (String body :
                List.of(
                        "{\"endpoint_id\":\"ep\",\"payload\":" + payload + "}",
                        "{\"payload\":" + payload + ",\"endpoint_id\":\"ep\"}",
                        "{ \"ü\": \"ü😀\", \"payload\" :\n"
                                + payload
                                + " , \"endpoint_id\":\"ep\" }\n")) {
            assertThat(new String(one(body).payload(), StandardCharsets.UTF_8)).isEqualTo(payload);
        }
    }

    @Test
    void what_is_not_needed_is_passed_over_and_null_is_absent() {
        SendBody.Item.Asked request =
                one(
                        """
                        {"event_type": {"x": [1, {"payload": 5}]}, "payload": {}, "headers": null,
                         "idempotency_key": null, "retention_hours": null, "endpoint_id": "ep"}
                        """);
        assertThat(request.headers()).isEmpty();
        assertThat(request.idempotencyKey()).isNull();
        assertThat(request.retentionHours()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"idempotencyKey", "Idempotency-Key", "idempotency_kye", "header"})
    void a_misspelt_member_is_refused_before_its_guarantee_is_lost(String name) {
        assertThatThrownBy(
                        () -> one("{\"" + name + "\":\"a\",\"endpoint_id\":\"ep\",\"payload\":{}}"))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining("unknown member \"" + name + "\", did you mean");
    }

    @Test
    void an_empty_array_stands_for_no_headers() {
        assertThat(
                        one("""
                        {"headers": [], "endpoint_id": "ep", "payload": {}}
                        """)
                                .headers())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"24", "24.0", "2.4e1"})
    void a_whole_number_may_be_written_with_a_zero_fraction(String hours) {
        assertThat(
                        one("""
                        {"retention_hours": %s, "endpoint_id": "ep", "payload": {}}
                        """
                                        .formatted(hours))
                                .retentionHours())
                .isEqualTo(24);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "5",
                "{",
                "{\"endpoint_id\":\"ep\",\"payload\":{}} {}",
                "{\"payload\":{}}",
                "{\"endpoint_id\":\"ep\"}",
                "{\"endpoint_id\":5,\"payload\":{}}",
                "{\"endpoint_id\":\"ep\",\"payload\":[]}",
                "{\"endpoint_id\":\"ep\",\"payload\":\"x\"}",
                "{\"endpoint_id\":\"ep\",\"payload\":null}",
                "{\"endpoint_id\":\"ep\",\"payload\":{\"a\":}}",
                "{\"endpoint_id\":\"ep\",\"payload\":{},\"idempotency_key\":\"\"}",
                "{\"endpoint_id\":\"ep\",\"payload\":{},\"idempotency_key\":\"a b\"}",
                "{\"endpoint_id\":\"ep\",\"payload\":{},\"idempotency_key\":{\"a\":1}}",
                "{\"endpoint_id\":\"ep\",\"payload\":{},\"retention_hours\":-1}",
                "{\"endpoint_id\":\"ep\",\"payload\":{},\"retention_hours\":1.5}",
                "{\"endpoint_id\":\"ep\",\"payload\":{},\"retention_hours\":99999999999}",
                "{\"endpoint_id\":\"ep\",\"payload\":{},\"retention_hours\":[1]}"
            })
    void what_cannot_be_sent_is_refused(String body) {
        assertThatThrownBy(() -> one(body))
                .isInstanceOfSatisfying(
                        ApiError.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void other_encodings_than_utf_8_are_refused() {
        String body = "{\"endpoint_id\":\"ep\",\"payload\":{}}";
        for (var charset :
                List.of(
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_16BE,
                        StandardCharsets.UTF_16)) {
            assertThatThrownBy(() -> SendBody.one(body.getBytes(charset)))
                    .isInstanceOf(ApiError.class)
                    .hasMessageContaining("UTF-8");
        }
        byte[] latin =
                "{\"endpoint_id\":\"ep\",\"payload\":{\"a\":\"é\"}}"
                        .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> SendBody.one(latin)).isInstanceOf(ApiError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"payload\":{\"again\":1}",
                "\"p\\u0061yload\":{}",
                "\"endpoint_id\":\"ep_2\"",
                "\"retention_hours\":1,\"retention_hours\":0",
                "\"idempotency_key\":\"a\",\"idempotency_key\":\"b\"",
                "\"headers\":{\"X-A\":\"1\",\"X-A\":\"2\"}",
            })
    void of_two_members_with_one_name_none_is_taken(String more) {
        assertThatThrownBy(() -> one("{\"endpoint_id\":\"ep\",\"payload\":{}," + more + "}"))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining("each member once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"messages\":[]", "\"Messages\":[]", "\"messsages\":[]"})
    void a_second_list_of_messages_is_not_lost_without_a_word(String more) {
        String message = "{\"endpoint_id\":\"ep\",\"payload\":{}}";
        byte[] body =
                ("{\"messages\":[" + message + "]," + more + "}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SendBody.many(body)).isInstanceOf(ApiError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999",
                "1e9999999999999",
                "-1e99999999999",
                "0e99999999999",
                "1e-400",
                "24.00000000000000000000000001",
                "0.9999999999999999999999",
            })
    void a_number_is_what_it_says_however_large_or_small(String hours) {
        byte[] body =
                """
                {"messages": [
                  {"endpoint_id": "ep", "payload": {}},
                  {"endpoint_id": "ep", "payload": {}, "retention_hours": %s}
                ]}
                """
                        .formatted(hours)
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(SendBody.many(body))
                .satisfiesExactly(
                        good -> assertThat(good).isInstanceOf(SendBody.Item.Asked.class),
                        bad -> assertThat(bad).isInstanceOf(SendBody.Item.Wrong.class));
    }

    @Test
    void headers_must_be_text_and_follow_the_rules_of_headers() {
        for (String headers :
                List.of("[1]", "\"x\"", "{\"X-A\":1}", "{\"X-A\":null}", "{\"Host\":\"x\"}")) {
            assertThatThrownBy(() ->
                            one(
                                    "{\"endpoint_id\":\"ep\",\"payload\":{},\"headers\":"
                                            + headers
                                            + "}"))
                    .isInstanceOfSatisfying(
                            ApiError.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_HEADERS));
        }
    }

    @Test
    void a_payload_may_have_a_mebibyte_and_not_a_byte_more() {
        String filler = "x".repeat(SendBody.MAX_PAYLOAD - 8);
        String fits = "{\"a\":\"" + filler + "\"}";
        assertThat(one("{\"endpoint_id\":\"ep\",\"payload\":" + fits + "}").payload())
                .hasSize(SendBody.MAX_PAYLOAD);
        assertThatThrownBy(() ->
                        one("{\"endpoint_id\":\"ep\",\"payload\": { " + fits.substring(1) + "}"))
                .isInstanceOfSatisfying(
                        ApiError.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
    }

    @Test
    void a_batch_tells_of_each_message_whether_it_can_be_sent() {
        List<SendBody.Item> items =
                SendBody.many(
                        """
                        {"messages": [
                          {"endpoint_id": "a", "payload": {"n": 1}},
                          {"endpoint_id": "b", "payload": 5, "headers": {"X-A": [1]}},
                          7,
                          {"endpoint_id": "c", "payload": {"n": 2}}
                        ]}
                        """
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(items).hasSize(4);
        assertThat(items.get(0)).isInstanceOf(SendBody.Item.Asked.class);
        assertThat(items.get(1)).isInstanceOf(SendBody.Item.Wrong.class);
        assertThat(items.get(2)).isInstanceOf(SendBody.Item.Wrong.class);
        assertThat(items.get(3))
                .isInstanceOfSatisfying(
                        SendBody.Item.Asked.class,
                        asked ->
                                assertThat(new String(asked.payload(), StandardCharsets.UTF_8))
                                        .isEqualTo("{\"n\": 2}"));
    }

    @Test
    void a_batch_has_one_to_a_hundred_messages() {
        String message = "{\"endpoint_id\":\"a\",\"payload\":{}}";
        String hundred = message + ("," + message).repeat(99);
        assertThat(
                        SendBody.many(
                                ("{\"messages\":[" + hundred + "]}")
                                        .getBytes(StandardCharsets.UTF_8)))
                .hasSize(100);
        for (String messages : List.of("[]", "{}", "null", "[" + hundred + "," + message + "]")) {
            assertThatThrownBy(() ->
                            SendBody.many(
                                    ("{\"messages\":" + messages + "}")
                                            .getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(ApiError.class);
        }
    }

    @ParameterizedTest
    @MethodSource("payloadsBeyondWhatIsReadElsewhere")
    void a_payload_is_not_bounded_by_what_a_reader_would_bear(String payload) {
        String message = "{\"endpoint_id\":\"ep\",\"payload\":" + payload + "}";

        assertThat(new String(one(message).payload(), StandardCharsets.UTF_8)).isEqualTo(payload);
        assertThat(
                        SendBody.many(
                                ("{\"messages\":[" + message + "," + message + "]}")
                                        .getBytes(StandardCharsets.UTF_8)))
                .hasSize(2)
                .allMatch(SendBody.Item.Asked.class::isInstance);
    }

    static List<String> payloadsBeyondWhatIsReadElsewhere() {
        return List.of(
                "{\"a\":".repeat(64) + "1" + "}".repeat(64),
                "{\"a\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}",
                "{\"" + "n".repeat(1_001) + "\":1}",
                "{\"n\":" + "1".repeat(101) + "}",
                "{\"n\":0." + "1".repeat(5_000) + "e-" + "1".repeat(500) + "}");
    }

    @Test
    void what_is_not_needed_may_be_as_deep_and_long_as_a_payload() {
        String beyond = "{\"" + "n".repeat(1_001) + "\":" + "[".repeat(100) + "]".repeat(100) + "}";

        assertThat(one("{\"endpoint_id\":\"ep\",\"x\":" + beyond + ",\"payload\":{}}").payload())
                .hasSize(2);
    }

    @Test
    void only_the_message_whose_headers_cannot_be_read_is_refused_and_the_limit_is_named() {
        String good = "{\"endpoint_id\":\"a\",\"payload\":{}}";
        String bad =
                "{\"endpoint_id\":\"a\",\"payload\":{},\"headers\":{\"%s\":\"v\"}}"
                        .formatted("n".repeat(1_001));

        List<SendBody.Item> items =
                SendBody.many(
                        ("{\"messages\":[" + good + "," + bad + "," + good + "]}")
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(items.get(0)).isInstanceOf(SendBody.Item.Asked.class);
        assertThat(items.get(2)).isInstanceOf(SendBody.Item.Asked.class);
        assertThat(items.get(1))
                .isInstanceOfSatisfying(
                        SendBody.Item.Wrong.class,
                        wrong -> assertThat(wrong.error().message()).contains("1000 characters"));
    }

    @Test
    void a_name_with_escapes_is_the_name_that_it_spells() {
        assertThat(one("{\"endpoint\\u005fid\":\"ep\",\"p\\u0061yload\":{}}").endpoint())
                .isEqualTo("ep");
    }

    @Test
    void headers_may_be_an_empty_array_as_php_sends_them() {
        assertThat(one("{\"endpoint_id\":\"ep\",\"payload\":{},\"headers\":[]}").headers())
                .isEmpty();
    }
}
