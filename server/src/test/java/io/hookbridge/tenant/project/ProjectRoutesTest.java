package io.hookbridge.tenant.project;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

@Tag("database")
class ProjectRoutesTest {

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

    @Test
    void a_project_is_created_found_changed_and_deleted() {
        Exchange created =
                client.post("/v1/projects").key(KEY).json("{\"name\":\"Production\"}").send();
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().path("status").asString()).isEqualTo("active");
        assertThat(created.data().path("rate_limit_default").isInt()).isTrue();
        assertThat(created.data().path("rate_limit_default").asInt()).isEqualTo(1000);
        String path = "/v1/projects/" + created.data().path("id").asString();

        assertThat(client.get(path).key(KEY).send().data()).isEqualTo(created.data());

        Exchange updated =
                client.request("PUT", path).key(KEY).json("{\"rate_limit_default\":50}").send();
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.data().path("name").asString()).isEqualTo("Production");
        assertThat(updated.data().path("rate_limit_default").asInt()).isEqualTo(50);

        assertThat(client.delete(path).key(KEY).send().data().path("deleted").asBoolean()).isTrue();
        assertThat(client.get(path).key(KEY).send().code()).isEqualTo("NOT_FOUND");
        assertThat(client.delete(path).key(KEY).send().code()).isEqualTo("NOT_FOUND");
        assertThat(client.get("/v1/projects").key(KEY).send().text())
                .doesNotContain(path.substring(13));
        assertThat(app.audited("project.deleted")).contains("done");
    }

    @Test
    void an_update_that_says_nothing_changes_nothing() {
        Exchange created = client.post("/v1/projects").key(KEY).json("{\"name\":\"A\"}").send();
        String path = "/v1/projects/" + created.data().path("id").asString();

        for (String nothing : List.of("{}", "[]", "null", "{\"name\":null}", "{\"colour\":1}")) {
            Exchange updated = client.request("PUT", path).key(KEY).json(nothing).send();
            assertThat(updated.status()).as(nothing).isEqualTo(200);
            assertThat(updated.data()).isEqualTo(created.data());
        }
        assertThat(
                        client.request("PUT", path)
                                .key(KEY)
                                .json("{\"rate_limit_default\":1e2}")
                                .send()
                                .data()
                                .path("rate_limit_default")
                                .asInt())
                .isEqualTo(100);
    }

    @Test
    void the_list_holds_the_tenants_own_projects() {
        Exchange list = client.get("/v1/projects").key(KEY).send();

        assertThat(list.data().isArray()).isTrue();
        assertThat(list.data()).isNotEmpty();
        String tenant = list.data().path(0).path("tenant_id").asString();
        assertThat(tenant).matches("tenant_[0-9a-f]{32}");
        list.data()
                .forEach(project ->
                        assertThat(project.path("tenant_id").asString()).isEqualTo(tenant));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST | {}
                    POST | {"name":""}
                    POST | {"name":"  "}
                    POST | {"name":null}
                    POST | {"name":7}
                    POST | {"name":"x","rate_limit_default":-1}
                    POST | {"name":"x","rate_limit_default":1.5}
                    POST | {"name":"x","rate_limit_default":"10"}
                    POST | {"name":"x","rate_limit_default":99999999999}
                    POST | {"name":"\u00A0\u200B"}
                    POST | {"Name":"x"}
                    PUT  | {"rate_limit_default":0}
                    PUT  | {"name":""}
                    """)
    void a_bad_body_is_refused(String method, String body) {
        String path =
                method.equals("POST")
                        ? "/v1/projects"
                        : "/v1/projects/"
                                + client.get("/v1/projects")
                                        .key(KEY)
                                        .send()
                                        .data()
                                        .path(0)
                                        .path("id")
                                        .asString();

        Exchange refused = client.request(method, path).key(KEY).json(body).send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }
}
