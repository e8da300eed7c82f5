package io.hookbridge.outbound.endpoint;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

@Tag("database")
class SigningKeyRoutesTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static TestApp app;
    private static CheckedHttpClient client;

    private String endpoint;
    private String firstKey;

    @BeforeAll
    static void start() {
        app = TestApp.start();
        client = app.client();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void createEndpoint() {
        JsonNode created =
                client.post("/v1/endpoints")
                        .key(KEY)
                        .json(
                                "{\"url\":\"https://127.0.0.1:9/%d\"}"
                                        .formatted(COUNT.incrementAndGet()))
                        .send()
                        .data();
        endpoint = "/v1/endpoints/" + created.path("id").asString();
        firstKey = created.path("signing_key_id").asString();
    }

    @Test
    void a_secret_is_changed_by_a_second_key_and_the_deletion_of_the_first() {
        Exchange created = create();
        assertThat(created.status()).isEqualTo(201);
        String secret = created.data().path("signing_secret").asString();
        assertThat(secret).matches("whsec_[0-9A-Za-z]{32}");
        assertThat(created.data().path("key_hint").asString())
                .isEqualTo(secret.substring(secret.length() - 4));
        String secondKey = created.data().path("id").asString();

        JsonNode both = list();
        assertThat(both).hasSize(2);
        assertThat(both.path(0).path("id").asString()).isEqualTo(secondKey);
        assertThat(both.path(0).path("created_at")).isEqualTo(created.data().path("created_at"));
        assertThat(both.path(1).path("id").asString()).isEqualTo(firstKey);

        Exchange deleted = delete(firstKey);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.text()).isEmpty();
        assertThat(list()).hasSize(1);
        assertThat(delete(firstKey).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void a_third_key_is_refused() {
        create();

        Exchange refused = create();

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("MAX_SIGNING_KEYS_REACHED");
        assertThat(refused.message())
                .isEqualTo("Endpoint already has the maximum of 2 signing keys");
        assertThat(list()).hasSize(2);
    }

    @Test
    void the_last_key_is_kept() {
        Exchange refused = delete(firstKey);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("CANNOT_DELETE_LAST_KEY");
        assertThat(refused.message()).isEqualTo("Cannot delete last signing key");
        assertThat(list()).hasSize(1);
    }

    @Test
    void a_secret_is_rotated_as_often_as_one_likes_and_the_old_one_is_gone_at_once() {
        Exchange rotated = client.post(endpoint + "/rotate-secret").key(KEY).send();

        assertThat(rotated.status()).isEqualTo(201);
        assertThat("/v1/endpoints/" + rotated.data().path("id").asString()).isEqualTo(endpoint);
        String secret = rotated.data().path("signing_secret").asString();
        assertThat(secret).matches("whsec_[0-9A-Za-z]{32}");
        assertThat(rotated.data().path("key_hint").asString())
                .isEqualTo(secret.substring(secret.length() - 4));
        assertThat(rotated.data().has("old_key_expires_at")).isFalse();
        assertThat(list()).hasSize(1);
        assertThat(list().path(0).path("id")).isEqualTo(rotated.data().path("signing_key_id"));

        Exchange again = client.post(endpoint + "/rotate-secret").key(KEY).json("{}").send();

        assertThat(again.status()).isEqualTo(201);
        assertThat(list()).hasSize(1);
        assertThat(list().path(0).path("id")).isEqualTo(again.data().path("signing_key_id"));
    }

    @Test
    void with_an_overlap_the_key_before_signs_on_and_says_until_when() {
        Exchange rotated = rotate("{\"overlap_hours\":24}");

        String until = rotated.data().path("old_key_expires_at").asString();
        assertThat(Instant.parse(until))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)),
                        Instant.now().plus(Duration.ofHours(24)));
        assertThat(list()).hasSize(2);
        assertThat(list().path(0).has("expires_at")).isFalse();
        assertThat(list().path(1).path("id").asString()).isEqualTo(firstKey);
        assertThat(list().path(1).path("expires_at").asString()).isEqualTo(until);

        Exchange again = rotate("{\"overlap_hours\":1}");

        assertThat(list()).hasSize(2);
        assertThat(list().path(0).path("id")).isEqualTo(again.data().path("signing_key_id"));
        assertThat(list().path(1).path("id")).isEqualTo(rotated.data().path("signing_key_id"));
    }

    @Test
    void the_last_key_without_an_end_is_kept() {
        String newer = rotate("{\"overlap_hours\":24}").data().path("signing_key_id").asString();

        assertThat(delete(newer).code()).isEqualTo("CANNOT_DELETE_LAST_KEY");
        assertThat(delete(firstKey).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "169", "1.5", "\"24\"", "true"})
    void an_overlap_that_cannot_be_is_refused(String hours) {
        Exchange refused = rotate("{\"overlap_hours\":" + hours + "}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk_00000000000000000000000000000000", "sk_x", "x", "%20"})
    void a_key_that_there_is_not_is_not_found(String id) {
        create();

        assertThat(delete(id).status()).isEqualTo(404);
        assertThat(list()).hasSize(2);
    }

    @Test
    void a_key_of_another_endpoint_is_not_found_here() {
        String foreign = firstKey;
        createEndpoint();
        create();

        assertThat(delete(foreign).code()).isEqualTo("NOT_FOUND");
    }

    private Exchange rotate(String body) {
        return client.post(endpoint + "/rotate-secret").key(KEY).json(body).send();
    }

    private Exchange create() {
        return client.post(endpoint + "/signing-keys").key(KEY).send();
    }

    private Exchange delete(String key) {
        return client.delete(endpoint + "/signing-keys/" + key).key(KEY).send();
    }

    private JsonNode list() {
        return client.get(endpoint + "/signing-keys").key(KEY).send().data();
    }
}
