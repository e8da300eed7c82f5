package io.hookbridge.tenant.audit;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.http.IdCursor;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.UUID;

@Tag("database")
class AuditRoutesTest {

    private static final String EVENTS = "/v1/audit-events";

    private static TestApp app;
    private static CheckedHttpClient client;

    @BeforeAll
    static void start() {
        app = TestApp.start();
        client = app.client();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static Exchange list(String query) {
        return client.get(EVENTS + query).key(KEY).send();
    }

    private static JsonNode newKey(String body) {
        return client.post("/v1/api-keys").key(KEY).json(body).send().data();
    }

    @Test
    void what_a_caller_changed_is_told_with_who_when_and_by_which_request() {
        JsonNode maker = newKey("{\"label\":\"maker\"}");
        Exchange made =
                client.post("/v1/projects")
                        .key(maker.path("key").asString())
                        .json("{\"name\":\"Audited\"}")
                        .send();
        String project = made.data().path("id").asString();

        JsonNode event = list("?target=" + project).data().path(0);

        assertThat(event.path("action").asString()).isEqualTo("project.created");
        assertThat(event.path("outcome").asString()).isEqualTo("done");
        assertThat(event.path("actor").path("kind").asString()).isEqualTo("api_key");
        assertThat(event.path("actor").path("id")).isEqualTo(maker.path("key_id"));
        assertThat(event.path("request_id")).isEqualTo(made.json().at("/meta/request_id"));
        assertThat(list("?actor_id=" + maker.path("key_id").asString()).data()).hasSize(1);
        assertThat(list("?action=project.created&target=" + project).data()).hasSize(1);
        assertThat(list("?action=project.deleted&target=" + project).data()).isEmpty();
        assertThat(list("?start_time=2999-01-01").data()).isEmpty();
        assertThat(list("?end_time=2020-01-01").data()).isEmpty();
        assertThat(list("").text()).doesNotContain(maker.path("key").asString());
    }

    @Test
    void pages_follow_each_other() {
        newKey("{}");
        Exchange first = list("?limit=1");
        Exchange second =
                list("?limit=1&cursor=" + first.json().at("/meta/next_cursor").asString());

        assertThat(first.json().at("/meta/has_more").asBoolean()).isTrue();
        assertThat(second.data()).hasSize(1);
        assertThat(second.data().path(0).path("id")).isNotEqualTo(first.data().path(0).path("id"));
    }

    @Test
    void only_callers_that_may_manage_see_events_and_only_their_tenants() {
        JsonNode reader = newKey("{\"permissions\":[\"read\",\"send\",\"billing\"]}");
        JsonNode stranger = client.get(EVENTS).key(app.keyOfAnotherTenant()).send().data();

        assertThat(client.get(EVENTS).key(reader.path("key").asString()).send().code())
                .isEqualTo("FORBIDDEN");
        assertThat(stranger).isNotEmpty();
        assertThat(stranger.toString()).doesNotContain(reader.path("key_id").asString());
        assertThat(list("?target=" + reader.path("key_id").asString()).data()).hasSize(1);
        assertThat(list("").text()).doesNotContain(stranger.path(0).path("id").asString());
    }

    @Test
    void a_cursor_tells_nothing_of_whether_there_is_such_an_event() {
        String testKey = newKey("{\"mode\":\"test\"}").path("key").asString();
        client.post("/v1/endpoints").key(testKey).json("{\"url\":\"http://127.0.0.1:9/a\"}").send();
        newKey("{}");
        UUID live = UUID.fromString(list("?limit=1").data().path(0).path("id").asString());
        UUID unknown = new UUID(live.getMostSignificantBits(), live.getLeastSignificantBits() ^ 1);

        JsonNode afterLive = after(testKey, live);

        assertThat(afterLive.path("data")).isNotEmpty();
        for (String part : List.of("/data", "/meta/has_more", "/meta/next_cursor")) {
            assertThat(afterLive.at(part)).isEqualTo(after(testKey, unknown).at(part));
        }
    }

    private static JsonNode after(String key, UUID id) {
        return client.get(EVENTS + "?cursor=" + new IdCursor(id)).key(key).send().json();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "cursor=x",
                "action=",
                "action=created",
                "action=API_KEY.created",
                "actor_id=",
                "target=%00",
                "start_time=yesterday",
                "actorId=key_1"
            })
    void a_query_that_cannot_be_read_is_refused(String query) {
        Exchange refused = list("?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }
}
