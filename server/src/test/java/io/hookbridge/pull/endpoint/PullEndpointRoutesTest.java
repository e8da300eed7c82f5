package io.hookbridge.pull.endpoint;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Exchange;
import io.hookbridge.pull.event.ReceivedEvents;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.UUID;

@Tag("database")
class PullEndpointRoutesTest {

    private static TestApp app;

    @BeforeAll
    static void start() {
        app = TestApp.start();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static Exchange create(String body) {
        return app.client().post("/v1/pull-endpoints").key(KEY).json(body).send();
    }

    private static Exchange get(String path) {
        return app.client().get(path).key(KEY).send();
    }

    private static Exchange patch(String path, String body) {
        return app.client().request("PATCH", path).key(KEY).json(body).send();
    }

    private static String path(Exchange created) {
        return "/v1/pull-endpoints/" + created.data().path("id").asString();
    }

    @Test
    void a_new_endpoint_tells_its_token_once() {
        Exchange created = create("{\"name\":\"Forms\"}");

        assertThat(created.status()).isEqualTo(201);
        JsonNode data = created.data();
        String token = data.path("secret_token").asString();
        assertThat(token).matches("[0-9a-f]{32}");
        assertThat(data.path("ingest_url").asString())
                .endsWith("/v1/webhooks/receive/" + data.path("id").asString() + "/" + token);
        assertThat(data.path("mode").asString()).isEqualTo("pull");
        assertThat(data.path("active").asBoolean()).isTrue();
        assertThat(data.path("retention_days").isNull()).isTrue();
        assertThat(data.has("event_type_source")).isFalse();
        assertThat(data.path("ingest_response_code").asInt()).isEqualTo(202);
        assertThat(get(path(created)).text()).doesNotContain(token);
        assertThat(get("/v1/pull-endpoints").text())
                .doesNotContain(token)
                .contains(data.path("id").asString());
        assertThat(app.audited("inbound_endpoint.created")).contains("done");
    }

    @Test
    void an_endpoint_is_found_as_it_was_made_and_with_what_it_has_received() {
        Exchange created =
                create(
                        """
                        {"name":"GitHub","description":"Pushes","retention_days":7,
                         "event_type_source":"header","event_type_path":"X-GitHub-Event",
                         "verify_hmac":true,"hmac_header_name":"X-Hub-Signature-256","hmac_secret":"FAKEsecret",
                         "idempotency_header_names":["X-GitHub-Delivery"],"ingest_response_code":200,
                         "url":"https://example.com/","mode":"forward"}
                        """);
        JsonNode found = get(path(created)).data();

        for (String member :
                List.of(
                        "name",
                        "description",
                        "mode",
                        "retention_days",
                        "event_type_source",
                        "event_type_path",
                        "verify_hmac",
                        "hmac_header_name",
                        "ingest_response_code",
                        "idempotency_header_names",
                        "created_at")) {
            assertThat(found.path(member)).as(member).isEqualTo(created.data().path(member));
        }
        assertThat(found.path("mode").asString()).isEqualTo("pull");
        assertThat(found.toString()).doesNotContain("FAKEsecret");
        assertThat(found.at("/counts/total").asInt(-1)).isZero();
    }

    @Test
    void the_events_of_each_state_are_counted() {
        Exchange created = create("{}");
        try (ReceivedEvents received = ReceivedEvents.of(app)) {
            InboundEndpointId endpoint =
                    InboundEndpointId.parse(created.data().path("id").asString()).orElseThrow();
            MessageId acknowledged = received.event(endpoint).stored();
            MessageId fetched = received.event(endpoint).stored();
            var _ = received.event(endpoint).stored();
            app.client()
                    .post(path(created) + "/events/ack")
                    .key(KEY)
                    .json("{\"event_ids\":[\"" + acknowledged + "\"]}")
                    .send();
            get(path(created) + "/events/" + fetched);

            JsonNode counts = get(path(created)).data().path("counts");

            assertThat(counts.toString())
                    .isEqualTo("{\"stored\":1,\"fetched\":1,\"delivered\":1,\"total\":3}");
        }
    }

    @Test
    void only_what_is_sent_changes() {
        String path =
                path(create("{\"event_type_source\":\"body\",\"event_type_path\":\"$.type\"}"));

        JsonNode changed =
                patch(path, "{\"event_type_path\":\"data.type\",\"retention_days\":1}").data();
        assertThat(changed.path("event_type_path").asString()).isEqualTo("data.type");
        assertThat(changed.path("retention_days").asInt()).isEqualTo(1);
        assertThat(changed.has("secret_token")).isFalse();

        JsonNode ended = patch(path, "{\"event_type_source\":\"\"}").data();
        assertThat(ended.has("event_type_source")).isFalse();
        assertThat(ended.path("retention_days").asInt()).isEqualTo(1);
        for (String nothing : List.of("{}", "[]", "null")) {
            assertThat(patch(path, nothing).data().path("retention_days").asInt()).isEqualTo(1);
        }
        assertThat(patch(path, "{\"retention_days\":0}").data().path("retention_days").isNull())
                .as("as long as the plan again")
                .isTrue();
    }

    @Test
    void what_cannot_work_is_refused() {
        for (String body :
                List.of(
                        "{\"event_type_source\":\"body\"}",
                        "{\"event_type_path\":\"type\"}",
                        "{\"event_type_source\":\"body\",\"event_type_path\":\"type.\"}",
                        "{\"event_type_source\":\"query\",\"event_type_path\":\"type\"}",
                        "{\"retention_days\":0}",
                        "{\"retention_days\":366}",
                        "{\"verify_hmac\":true}",
                        "{\"verify_static_token\":true,\"token_value\":\"FAKEtokenOf16chars\"}",
                        "{\"ingest_response_code\":500}")) {
            assertThat(create(body).code()).as(body).isEqualTo("INVALID_REQUEST");
        }
    }

    @Test
    void an_endpoint_is_paused_and_resumed_and_deleted() {
        Exchange created = create("{}");
        String path = path(created);

        Exchange paused = app.client().post(path + "/pause").key(KEY).send();
        assertThat(paused.data().path("paused").asBoolean()).isTrue();
        assertThat(get(path).data().path("paused").asBoolean()).isTrue();
        Exchange resumed = app.client().post(path + "/resume").key(KEY).send();
        assertThat(resumed.data().path("paused").asBoolean(true)).isFalse();
        Exchange deleted = app.client().delete(path).key(KEY).send();
        assertThat(deleted.data().path("deleted").asBoolean()).isTrue();
        assertThat(deleted.data().path("id")).isEqualTo(created.data().path("id"));
        assertThat(get(path).code()).isEqualTo("NOT_FOUND");
        assertThat(get(path + "/events").code()).isEqualTo("NOT_FOUND");
        assertThat(app.client().delete(path).key(KEY).send().code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void endpoints_of_others_do_not_exist_and_those_that_deliver_are_none() {
        String path = path(create("{}"));
        String stranger = app.keyOfAnotherTenant();

        assertThat(app.client().get(path).key(stranger).send().code()).isEqualTo("NOT_FOUND");
        assertThat(app.client().get("/v1/pull-endpoints").key(stranger).send().data()).isEmpty();
        assertThat(get("/v1/pull-endpoints/x").code()).isEqualTo("NOT_FOUND");
        Exchange listening = create("{}");
        String cli = listening.data().path("id").asString();
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE inbound_endpoint SET mode = 'cli' WHERE endpoint_id = ?",
                                UUID.fromString(cli)));
        assertThat(get("/v1/pull-endpoints/" + cli).code()).isEqualTo("NOT_FOUND");
        assertThat(get("/v1/pull-endpoints").text()).doesNotContain(cli);
    }
}
