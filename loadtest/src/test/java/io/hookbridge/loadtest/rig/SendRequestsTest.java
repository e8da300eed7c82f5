package io.hookbridge.loadtest.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.loadtest.receive.NumberedPayload;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

@Tag("unit")
class SendRequestsTest {

    private static final Pattern MESSAGE =
            Pattern.compile("\\{\"endpoint_id\":\"(ep_.)\",\"payload\":(\\{[^}]*})}");

    private final NumberedPayload payloads = new NumberedPayload(1_024);
    private final SendRequests requests =
            new SendRequests(8080, "hb_test_FAKE", List.of("ep_a", "ep_b"), payloads, false);

    @Test
    void single_requests_go_to_the_endpoints_in_turn_with_their_own_payloads() {
        String third = text(requests.single(700).apply(2).bytes());

        assertThat(third)
                .startsWith("POST /v1/webhooks/send HTTP/1.1\r\n")
                .contains("Authorization: Bearer hb_test_FAKE\r\n")
                .endsWith(
                        "\r\n\r\n{\"endpoint_id\":\"ep_a\",\"payload\":"
                                + payloads.text(702)
                                + "}");
        assertThat(bodyLength(third)).isEqualTo(announcedLength(third));
        assertThat(text(requests.single(700).apply(3).bytes())).contains("ep_b");
    }

    @Test
    void every_other_request_has_the_number_of_its_payload_as_its_key_where_keys_are_wanted() {
        SendRequests keyed =
                new SendRequests(8080, "hb_test_FAKE", List.of("ep_a", "ep_b"), payloads, true);

        String third = text(keyed.single(700).apply(2).bytes());
        String fourth = text(keyed.single(700).apply(3).bytes());

        assertThat(third).doesNotContain("idempotency_key");
        assertThat(fourth)
                .endsWith(
                        "\r\n\r\n{\"endpoint_id\":\"ep_b\",\"idempotency_key\":\"000000000703\",\"payload\":"
                                + payloads.text(703)
                                + "}");
        assertThat(bodyLength(fourth)).isEqualTo(announcedLength(fourth));
    }

    @Test
    void a_batch_has_a_hundred_messages_with_numbers_that_go_on() {
        String second = text(requests.batches(700).apply(1).bytes());

        assertThat(second).startsWith("POST /v1/webhooks/send-batch HTTP/1.1\r\n");
        assertThat(bodyLength(second)).isEqualTo(announcedLength(second));
        Matcher message = MESSAGE.matcher(second);
        for (int i = 0; i < SendRequests.BATCH; i++) {
            assertThat(message.find()).isTrue();
            assertThat(message.group(1)).isEqualTo(i % 2 == 0 ? "ep_a" : "ep_b");
            assertThat(message.group(2)).isEqualTo(payloads.text(700 + 100 + i));
        }
        assertThat(message.find()).isFalse();
    }

    @Test
    void payloads_have_their_size_and_differ() {
        assertThat(payloads.text(1)).hasSize(1_024).isNotEqualTo(payloads.text(2));
        assertThat(payloads.text(1).substring(40)).isNotEqualTo(payloads.text(2).substring(40));
    }

    private static int bodyLength(String request) {
        return request.length() - request.indexOf("\r\n\r\n") - 4;
    }

    private static int announcedLength(String request) {
        Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(request);
        assertThat(length.find()).isTrue();
        return Integer.parseInt(length.group(1));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
