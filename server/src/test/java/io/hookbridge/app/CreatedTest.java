package io.hookbridge.app;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever was made says where it is. */
@Tag("database")
class CreatedTest {

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

    private static Exchange created(String path, String body) {
        Exchange created = client.post(path).key(KEY).json(body).send();
        assertThat(created.status()).isEqualTo(201);
        return created;
    }

    private static String location(Exchange created) {
        return created.header("Location").orElseThrow();
    }

    @Test
    void a_project_an_endpoint_and_an_export_are_found_at_their_location() {
        Exchange project = created("/v1/projects", "{\"name\":\"Found\"}");
        Exchange endpoint = created("/v1/endpoints", "{\"url\":\"https://127.0.0.1:9/created\"}");
        Exchange export =
                created(
                        "/v1/exports",
                        "{\"start_time\":\"2026-01-01\",\"end_time\":\"2026-01-02\"}");

        for (Exchange made : new Exchange[] {project, endpoint, export}) {
            Exchange found = client.get(location(made)).key(KEY).send();
            assertThat(found.status()).isEqualTo(200);
            assertThat(found.data().path("id")).isEqualTo(made.data().path("id"));
        }
        assertThat(export.data().path("filter_start_time").asString())
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void keys_can_be_deleted_at_their_location() {
        String key = location(created("/v1/api-keys", "{}"));
        String endpoint =
                location(created("/v1/endpoints", "{\"url\":\"https://127.0.0.1:9/keys\"}"));
        Exchange signing = created(endpoint + "/signing-keys", "{}");

        assertThat(client.delete(key).key(KEY).send().status()).isEqualTo(200);
        assertThat(location(signing))
                .isEqualTo(endpoint + "/signing-keys/" + signing.data().path("id").asString());
        assertThat(client.delete(location(signing)).key(KEY).send().status()).isEqualTo(204);
    }
}
