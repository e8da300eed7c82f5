package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.ip.IpAddress;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

@Tag("unit")
class EnvelopeTest {

    private static final Map<String, Object> MEMBERS =
            Members.of("id", "msg_1", "status", "queued");
    private static final WrittenJson WRITTEN =
            new WrittenJson("{\"id\":\"msg_1\",\"status\":\"queued\"}");

    private static String body(Answer answer) {
        RequestHead head =
                new RequestHead(
                        "POST",
                        "/a",
                        null,
                        "a",
                        Headers.NONE,
                        0,
                        io.vertx.core.http.HttpVersion.HTTP_1_1);
        RequestFacts facts =
                new RequestFacts("req_1", 0, head, new IpAddress(InetAddress.getLoopbackAddress()));
        return new String(Envelope.response(answer, facts).body(), StandardCharsets.UTF_8);
    }

    @Test
    void data_that_is_json_already_is_answered_in_the_same_bytes_as_any_other() {
        assertThat(body(Answer.ok(WRITTEN)))
                .isEqualTo(
                        "{\"data\":{\"id\":\"msg_1\",\"status\":\"queued\"},\"meta\":{\"request_id\":\"req_1\"}}")
                .isEqualTo(body(Answer.ok(MEMBERS)));
    }

    @Test
    void it_may_be_a_part_of_other_data_and_stand_beside_other_members() {
        assertThat(body(Answer.ok(Members.of("results", List.of(WRITTEN, WRITTEN)))))
                .isEqualTo(body(Answer.ok(Members.of("results", List.of(MEMBERS, MEMBERS)))));
        Map<String, Object> more = Members.of("more", true);
        assertThat(body(Answer.ok(WRITTEN).meta(more).beside(more)))
                .isEqualTo(body(Answer.ok(MEMBERS).meta(more).beside(more)))
                .contains("\"more\":true");
    }
}
