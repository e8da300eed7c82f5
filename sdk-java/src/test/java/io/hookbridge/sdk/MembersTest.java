package io.hookbridge.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.sdk.bulk.ReplayAllMessagesQuery;
import io.hookbridge.sdk.endpoint.CreateEndpointRequest;
import io.hookbridge.sdk.endpoint.SignatureScheme;
import io.hookbridge.sdk.endpoint.UpdateEndpointRequest;
import io.hookbridge.sdk.event.ListPullEventsQuery;
import io.hookbridge.sdk.event.WantedPullEventStatus;
import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.JsonException;
import io.hookbridge.sdk.message.MessageStatus;
import io.hookbridge.sdk.preset.InboundPresetRequest;
import io.hookbridge.sdk.retry.ChosenRetryPolicy;
import io.hookbridge.sdk.send.SendWebhookRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was said in a request stays what it was. */
@Tag("unit")
class MembersTest {

    private static final CreateEndpointRequest ENDPOINT =
            CreateEndpointRequest.of("https://a.example");

    @Test
    void one_map_can_be_the_payload_of_many_messages() {
        Map<String, Object> payload = new HashMap<>();
        List<SendWebhookRequest> requests = new ArrayList<>();
        for (int order = 1; order <= 3; order++) {
            payload.put("order", order);
            requests.add(SendWebhookRequest.of("ep_1", payload));
        }

        assertThat(requests)
                .extracting(request -> Json.write(request.asMap().get("payload")))
                .containsExactly("{\"order\":1}", "{\"order\":2}", "{\"order\":3}");
        assertThat(requests.get(0))
                .isEqualTo(SendWebhookRequest.of("ep_1", Map.of("order", 1)))
                .isNotEqualTo(requests.get(1));
    }

    @Test
    void what_json_has_nothing_for_is_told_where_it_is_said() {
        assertThatThrownBy(() -> SendWebhookRequest.of("ep_1", Map.of("order", new Object())))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void lists_and_maps_and_what_is_in_them_are_as_they_were() {
        Map<String, String> headers = new HashMap<>(Map.of("a", "b"));
        List<String> statuses = new ArrayList<>(List.of("5xx"));
        List<WantedPullEventStatus> wanted = new ArrayList<>(List.of(WantedPullEventStatus.STORED));
        Map<String, @Nullable Object> deep = new HashMap<>();
        deep.put("nothing", null);
        CreateEndpointRequest endpoint =
                ENDPOINT.headers(headers)
                        .retryPolicy(new ChosenRetryPolicy(null, 3, statuses, null));
        ListPullEventsQuery query = ListPullEventsQuery.create().status(wanted);
        InboundPresetRequest preset = InboundPresetRequest.create().challenge(List.of(deep));
        String before = said(endpoint, query, preset);

        headers.put("c", "d");
        statuses.clear();
        wanted.clear();
        deep.put("more", 1);

        assertThat(said(endpoint, query, preset)).isEqualTo(before).contains("5xx", "stored");
    }

    private static String said(Members<?>... all) {
        List<Object> said = new ArrayList<>();
        for (Members<?> each : all) {
            said.add(each.asMap());
        }
        return Json.write(said);
    }

    @Test
    void a_word_that_is_not_known_is_not_said() {
        assertThatThrownBy(() ->
                        UpdateEndpointRequest.create()
                                .signatureScheme(SignatureScheme.UNRECOGNIZED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "signature_scheme is a word that this version of the client does not know");
        assertThatThrownBy(() ->
                        ReplayAllMessagesQuery.of(
                                List.of(
                                        MessageStatus.FAILED_PERMANENT,
                                        MessageStatus.UNRECOGNIZED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("status is a word that this version of the client does not know");
    }
}
