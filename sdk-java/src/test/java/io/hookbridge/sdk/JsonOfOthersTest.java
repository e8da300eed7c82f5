package io.hookbridge.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.sdk.StubServer.Reply;
import io.hookbridge.sdk.event.ListPullEventsQuery;
import io.hookbridge.sdk.event.PullEvent;
import io.hookbridge.sdk.inbound.ListenedMessage;
import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.JsonText;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whatever somebody sends, those who fetch it see it and what stands beside it. */
@Tag("unit")
class JsonOfOthersTest {

    /** JSON (RFC 8259), so that a server answers it as it is, and more than this client reads. */
    static Stream<String> moreThanIsRead() {
        return Stream.of(
                "{\"a\":1,\"a\":2}",
                "{ \"payload\" : {\"a\":1,\"a\":2} }",
                "[".repeat(201) + "]".repeat(201),
                "{\"a\":".repeat(100_000) + "[]" + "}".repeat(100_000),
                "1e9999999",
                "[" + "1".repeat(1001) + ", true, null, \"]\\\"\", {}]");
    }

    private static StubServer answering(String data) {
        return new StubServer(asked ->
                Reply.of(
                        200,
                        "{\"data\":"
                                + data
                                + ",\"meta\":{\"request_id\":\"r\",\"has_more\":false}}"));
    }

    private static String event(String id, String payload) {
        return "{\"id\":\"" + id + "\",\"payload\":" + payload + ",\"size_bytes\":1}";
    }

    @ParameterizedTest
    @MethodSource("moreThanIsRead")
    void an_event_whose_payload_is_not_read_hides_no_other(String json) {
        String events = "[" + event("e1", json) + "," + event("e2", "{\"a\":1}") + "]";
        try (StubServer server = answering(events)) {
            List<PullEvent> read =
                    server.client()
                            .build()
                            .pullEvents()
                            .list("p1", ListPullEventsQuery.create().payload(true))
                            .items();

            assertThat(read).extracting(PullEvent::id).containsExactly("e1", "e2");
            assertThat(read)
                    .extracting(PullEvent::payload)
                    .containsExactly(new JsonText(json), Map.of("a", 1L));
            assertThat(Json.write(read.get(0).payload())).isEqualTo(json);
        }
    }

    @ParameterizedTest
    @MethodSource("moreThanIsRead")
    void it_can_be_got_alone_and_listened_to(String json) {
        try (StubServer server = answering(event("e1", json))) {
            assertThat(server.client().build().pullEvents().get("p1", "e1").payload())
                    .isEqualTo(new JsonText(json));
        }
        try (StubServer server =
                answering("[{\"message_id\":\"m1\",\"body\":" + json + ",\"size_bytes\":1}]")) {
            assertThat(server.client().build().inboundEndpoints().listen("i1").data())
                    .extracting(ListenedMessage::body)
                    .containsExactly(new JsonText(json));
        }
    }

    /** A payload is as deep as it is, wherever in an answer it stands. */
    @Test
    void what_can_be_read_by_itself_can_be_read_in_an_answer() {
        String deep = "[".repeat(200) + "]".repeat(200);
        try (StubServer server = answering("[" + event("e1", deep) + "]")) {
            assertThat(server.client().build().pullEvents().list("p1").items())
                    .extracting(PullEvent::payload)
                    .containsExactly(Json.read(deep));
        }
    }

    @Test
    void what_is_no_json_at_all_is_still_no_answer() {
        for (String text : List.of("{\"a\":1,\"a\"}", "[[1,]]", "{\"a\":1,\"a\":2", "1e", "[1}")) {
            try (StubServer server = answering(event("e1", text))) {
                assertThatThrownBy(() -> server.client().build().pullEvents().get("p1", "e1"))
                        .isInstanceOf(NoAnswerException.class);
            }
        }
    }
}
