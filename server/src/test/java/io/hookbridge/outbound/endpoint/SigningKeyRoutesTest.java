package io.hookbridge.outbound.endpoint;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.concurrent.atomic.AtomicInteger;

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
    void older_clients_get_a_second_key_by_another_name() {
        Exchange created = client.post(endpoint + "/rotate-secret").key(KEY).send();

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().path("signing_secret").asString()).startsWith("whsec_");
        assertThat(list()).hasSize(2);
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
