package io.hookbridge.tenant.project;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

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
    void retries_of_a_project_are_chosen_within_the_plan_and_given_up_again() {
        Exchange created =
                client.post("/v1/projects")
                        .key(KEY)
                        .json("{\"name\":\"Hasty\",\"retry_policy\":{\"delays_seconds\":[5,9]}}")
                        .send();
        String path = "/v1/projects/" + created.data().path("id").asString();
        assertThat(created.data().at("/retry_policy_effective/attempts").asInt()).isEqualTo(3);

        Exchange refused =
                client.request("PUT", path)
                        .key(KEY)
                        .json("{\"retry_policy\":{\"attempts\":50}}")
                        .send();
        assertThat(refused.status()).isEqualTo(403);
        Exchange renamed = client.request("PUT", path).key(KEY).json("{\"name\":\"Calm\"}").send();
        assertThat(renamed.data().path("retry_policy").toString())
                .isEqualTo("{\"delays_seconds\":[5,9]}");

        Exchange left = client.request("PUT", path).key(KEY).json("{\"retry_policy\":{}}").send();
        assertThat(left.data().path("retry_policy")).isEmpty();
        assertThat(left.data().at("/retry_policy_effective/attempts").asInt()).isEqualTo(8);
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
    void a_tenant_cannot_lift_its_own_limit_above_the_plans() {
        Exchange created = client.post("/v1/projects").key(KEY).json("{\"name\":\"Fast\"}").send();
        String path = "/v1/projects/" + created.data().path("id").asString();

        for (Exchange refused :
                List.of(
                        client.request("PUT", path)
                                .key(KEY)
                                .json("{\"name\":\"Faster\",\"rate_limit_default\":10000000}")
                                .send(),
                        client.post("/v1/projects")
                                .key(KEY)
                                .json("{\"name\":\"Faster\",\"rate_limit_default\":120001}")
                                .send())) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("FORBIDDEN");
            assertThat(refused.json().at("/error/details/limit").asString())
                    .isEqualTo("sends_per_minute");
            assertThat(refused.json().at("/error/details/allowed").asInt()).isEqualTo(120_000);
            assertThat(refused.json().at("/error/details/plan").asString()).isEqualTo("pro");
        }
        assertThat(client.get("/v1/projects").key(KEY).send().text()).doesNotContain("Faster");
        assertThat(
                        client.request("PUT", path)
                                .key(KEY)
                                .json("{\"rate_limit_default\":120000}")
                                .send()
                                .status())
                .isEqualTo(200);
    }

    @Test
    void what_a_former_plan_allowed_is_shown_beside_what_holds_now() {
        Exchange created = client.post("/v1/projects").key(KEY).json("{\"name\":\"Old\"}").send();
        String id = created.data().path("id").asString();
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE project SET rate_limit_default = 9000000 WHERE id = ?::uuid",
                                id));

        JsonNode shown = client.get("/v1/projects/" + id).key(KEY).send().data();

        assertThat(created.data().path("rate_limit_effective").asInt()).isEqualTo(1000);
        assertThat(shown.path("rate_limit_default").asInt()).isEqualTo(9_000_000);
        assertThat(shown.path("rate_limit_effective").asInt()).isEqualTo(120_000);
    }

    @Test
    void a_test_key_is_shown_the_rate_that_holds_in_test() {
        Exchange created = client.post("/v1/projects").key(KEY).json("{\"name\":\"Two\"}").send();
        String project = created.data().path("id").asString();
        String path = "/v1/projects/" + project;
        String testKey =
                client.post("/v1/api-keys")
                        .key(KEY)
                        .json("{\"mode\":\"test\",\"project_id\":\"%s\"}".formatted(project))
                        .send()
                        .data()
                        .path("key")
                        .asString();
        client.request("PUT", path).key(KEY).json("{\"rate_limit_default\":50000}").send();
        app.jdbi()
                .useHandle(handle ->
                        handle.execute("DELETE FROM subscription WHERE book = 'builtin_test'"));

        // At most a second behind: what a plan allows is remembered.
        OutboundTest.poll(
                "the free plan's rate",
                () -> client.get(path).key(testKey).send().data(),
                shown -> shown.path("rate_limit_effective").asInt() == 6_000);
        assertThat(client.get(path).key(KEY).send().data().path("rate_limit_effective").asInt())
                .isEqualTo(50_000);
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
