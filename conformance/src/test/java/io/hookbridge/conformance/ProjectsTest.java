package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

/** {@code /v1/projects} as SDKs use it. */
@ExtendWith(SharedServer.class)
@Tag("black-box")
class ProjectsTest {

    @Test
    void a_project_lives_from_its_creation_to_its_deletion(Installation installation) {
        JsonNode made = create(installation, "{\"name\":\"Shop\",\"rate_limit_default\":0}");
        String path = "/v1/projects/" + made.get("id").asString();

        assertThat(made.get("status").asString()).isEqualTo("active");
        assertThat(made.get("rate_limit_default").isInt()).isTrue();
        assertThat(made.get("rate_limit_default").asInt()).isEqualTo(1000);
        assertThat(get(installation, path).data()).isEqualTo(made);
        assertThat(get(installation, "/v1/projects").data().valueStream()).contains(made);

        Exchange renamed = put(installation, path, "{\"name\":\"Store\"}");
        assertThat(renamed.data().get("name").asString()).isEqualTo("Store");
        assertThat(renamed.data().get("rate_limit_default").asInt()).isEqualTo(1000);
        Exchange limited = put(installation, path, "{\"rate_limit_default\":60}");
        assertThat(limited.data().get("name").asString()).isEqualTo("Store");
        assertThat(limited.data().get("rate_limit_default").asInt()).isEqualTo(60);
        assertThat(get(installation, path).data()).isEqualTo(limited.data());

        Exchange deleted = installation.api().delete(path).key(installation.key()).send();
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(get(installation, path).status()).isEqualTo(404);
        assertThat(put(installation, path, "{\"name\":\"x\"}").status()).isEqualTo(404);
        assertThat(get(installation, "/v1/projects").text())
                .doesNotContain(made.get("id").asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"name\":\"\"}",
                "{\"name\":\"  \"}",
                "{\"name\":5}",
                "{\"name\":\"x\",\"rate_limit_default\":-1}",
                "{\"name\":\"x\",\"rate_limit_default\":1.5}",
                "{\"name\":\"x\",\"rate_limit_default\":\"5\"}",
                "{\"name\":\"x\",\"rate_limit_default\":99999999999}",
                "{\"name\":\"a\\u0000b\"}",
                "{\"name\":\"a\\udc00b\"}",
            })
    void a_project_with_impossible_members_is_refused(String body, Installation installation) {
        Exchange refused =
                installation.api().post("/v1/projects").key(installation.key()).json(body).send();

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"rate_limit_default\":0}", "{\"name\":\"\"}"})
    void a_change_to_something_impossible_is_refused(String body, Installation installation) {
        String id = create(installation, "{\"name\":\"Stays\"}").get("id").asString();

        Exchange refused = put(installation, "/v1/projects/" + id, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(get(installation, "/v1/projects/" + id).data().get("name").asString())
                .isEqualTo("Stays");
    }

    @Test
    void the_keys_of_a_deleted_project_stop_working_in_a_moment(Installation installation) {
        Installation.Account account = installation.newTenant("Leaves");
        Exchange deleted =
                installation
                        .api()
                        .delete("/v1/projects/" + account.projectId())
                        .key(account.key())
                        .send();

        assertThat(deleted.status()).isEqualTo(200);
        Patience.until(
                "the key is refused",
                () ->
                        installation.api().get("/v1/projects").key(account.key()).send().status()
                                == 401);
    }

    private static JsonNode create(Installation installation, String body) {
        Exchange made =
                installation.api().post("/v1/projects").key(installation.key()).json(body).send();
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.data();
    }

    private static Exchange get(Installation installation, String path) {
        return installation.api().get(path).key(installation.key()).send();
    }

    private static Exchange put(Installation installation, String path, String body) {
        return installation.api().put(path).key(installation.key()).json(body).send();
    }
}
