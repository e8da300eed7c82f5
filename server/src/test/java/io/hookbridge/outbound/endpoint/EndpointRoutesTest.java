package io.hookbridge.outbound.endpoint;

import static io.hookbridge.app.TestApp.KEY;
import static io.hookbridge.outbound.endpoint.EndpointCalls.newUrl;
import static io.hookbridge.outbound.endpoint.EndpointCalls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.MessageRows;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

@Tag("database")
class EndpointRoutesTest {

    private static TestApp app;
    private static EndpointCalls calls;

    @BeforeAll
    static void start() {
        app = TestApp.start();
        calls = new EndpointCalls(app.client(), KEY);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void metadata_is_kept_in_order_and_replaced_as_a_whole() {
        String path =
                path(
                        calls.createOf(
                                """
                                {"url":"URL","metadata":{"team":"payments","note":"\\ud83d\\ude80"}}
                                """));

        assertThat(calls.get(path).data().path("metadata").toString())
                .isEqualTo("{\"note\":\"\ud83d\ude80\",\"team\":\"payments\"}");
        assertThat(calls.patch(path, "{\"description\":\"Orders\"}").data().path("metadata").size())
                .isEqualTo(2);
        assertThat(calls.patch(path, "{\"metadata\":{\"team\":\"\"}}").data().path("metadata"))
                .hasToString("{\"team\":\"\"}");
        assertThat(calls.patch(path, "{\"metadata\":{}}").data().path("metadata").size()).isZero();
    }

    @Test
    void a_secret_that_the_receiver_has_already_becomes_the_first_key() {
        String secret = "whsec_RkFLRSBzZWNyZXQgZnJvbSBlbHNld2hlcmU+Pz8/";

        JsonNode made =
                calls.createOf("{\"url\":\"URL\",\"signing_secret\":\"%s\"}".formatted(secret))
                        .data();

        assertThat(made.path("signing_secret").asString()).isEqualTo(secret);
        assertThat(made.path("key_hint").asString()).isEqualTo("Pz8/");
        assertThat(isStoredInClear(secret)).isFalse();
    }

    @Test
    void retries_are_chosen_told_in_words_and_left_to_the_project_again() {
        String path =
                path(
                        calls.createOf(
                                """
                                {"url":"URL","retry_policy":{"delays_seconds":[10,60],"timeout_seconds":30}}
                                """));

        JsonNode chosen = calls.get(path).data();
        assertThat(chosen.path("retry_policy").toString())
                .isEqualTo("{\"delays_seconds\":[10,60],\"timeout_seconds\":30}");
        assertThat(chosen.at("/retry_policy_effective/attempts").asInt()).isEqualTo(3);
        assertThat(chosen.at("/retry_policy_effective/in_words").asString())
                .startsWith(
                        "Up to 3 attempts: the first at once, then 2 retries after 10 seconds and 1 minute.");
        assertThat(calls.patch(path, "{\"description\":\"Orders\"}").data().path("retry_policy"))
                .isEqualTo(chosen.path("retry_policy"));

        calls.patch(path, "{\"retry_policy\":{}}");
        JsonNode left = calls.get(path).data();
        assertThat(left.path("retry_policy")).isEmpty();
        assertThat(left.at("/retry_policy_effective/attempts").asInt()).isEqualTo(8);
    }

    @Test
    void a_new_endpoint_has_the_defaults_and_shows_its_secret_once() {
        String url = newUrl();
        Exchange created = calls.create(url);

        assertThat(created.status()).isEqualTo(201);
        JsonNode data = created.data();
        assertThat(data.path("id").asString()).matches("ep_[0-9a-f]{32}");
        assertThat(data.path("url").asString()).isEqualTo(url);
        assertThat(data.has("description")).isFalse();
        assertThat(data.path("rate_limit_rps").asInt(-1)).isZero();
        assertThat(data.path("burst").asInt(-1)).isZero();
        assertThat(data.path("headers").isObject()).isTrue();
        assertThat(data.path("hmac_enabled").asBoolean()).isTrue();
        assertThat(data.path("signature_scheme").asString()).isEqualTo("hookbridge");
        assertThat(data.path("paused").asBoolean(true)).isFalse();
        assertThat(data.path("signing_key_id").asString()).matches("sk_[0-9a-f]{32}");
        String secret = data.path("signing_secret").asString();
        assertThat(secret).matches("whsec_[0-9A-Za-z]{32}");
        assertThat(data.path("key_hint").asString())
                .isEqualTo(secret.substring(secret.length() - 4));

        String path = path(created);
        assertThat(calls.get(path).text()).doesNotContain(secret);
        assertThat(calls.get("/v1/endpoints").text()).doesNotContain(secret);
        assertThat(calls.get(path + "/signing-keys").text())
                .doesNotContain(secret)
                .contains(data.path("signing_key_id").asString());
        assertThat(isStoredInClear(secret)).isFalse();
    }

    @Test
    void an_endpoint_is_found_as_it_was_made() {
        Exchange created =
                calls.createOf(
                        """
                        {"url":"%s","description":"Orders","rate_limit_rps":1000,"burst":10000,
                         "headers":{"X-Tenant":"acme","x-empty":""},"hmac_enabled":false,"signature_scheme":"v1",
                         "unheard_of":1}
                        """
                                .formatted(newUrl()));

        JsonNode found = calls.get(path(created)).data();
        for (String member :
                List.of(
                        "id",
                        "url",
                        "description",
                        "rate_limit_rps",
                        "burst",
                        "headers",
                        "hmac_enabled",
                        "signature_scheme",
                        "paused",
                        "created_at",
                        "updated_at")) {
            assertThat(found.path(member)).as(member).isEqualTo(created.data().path(member));
        }
        assertThat(found.path("headers").path("X-Tenant").asString()).isEqualTo("acme");
        assertThat(found.has("delivery")).isFalse();
    }

    @Test
    void secrets_among_headers_are_written_once_sealed_and_shown_to_nobody() {
        Exchange created =
                calls.createOf(
                        """
                        {"url":"URL","headers":{"X-Api-Key":"FAKEsecret","X-To":"Bearer FAKEsecret","X-Plain":"p"}}
                        """);
        String path = path(created);
        Exchange sentBack =
                calls.patch(
                        path, "{\"headers\":{\"x-api-key\":\"***\",\"X-Plain\":\"FAKEplain\"}}");
        Exchange unknown = calls.patch(path, "{\"headers\":{\"X-To\":\"***\"}}");

        assertThat(created.data().path("headers").toString())
                .isEqualTo("{\"X-Api-Key\":\"***\",\"X-To\":\"***\",\"X-Plain\":\"p\"}");
        assertThat(sentBack.data().path("headers").toString())
                .isEqualTo("{\"x-api-key\":\"***\",\"X-Plain\":\"FAKEplain\"}");
        assertThat(calls.get(path).text()).doesNotContain("FAKEsecret");
        assertThat(unknown.code()).isEqualTo("INVALID_HEADERS");
        assertThat(calls.createOf("{\"url\":\"URL\",\"headers\":{\"X-A\":\"***\"}}").code())
                .isEqualTo("INVALID_HEADERS");
        // Not even those that are shown lie in clear.
        assertThat(app.jdbi().withHandle(EndpointRoutesTest::headersInClear)).isZero();
    }

    private static int headersInClear(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT count(*)
                          FROM endpoint
                         WHERE position('FAKE'::bytea IN headers_sealed) > 0
                        """)
                .mapTo(Integer.class)
                .one();
    }

    @Test
    void an_endpoint_with_public_key_signatures_shows_the_public_key() {
        Exchange created =
                calls.createOf("{\"url\":\"%s\",\"signature_scheme\":\"v1a\"}".formatted(newUrl()));

        assertThat(created.data().path("signing_secret").asString())
                .matches("whpk_[0-9A-Za-z+/]{43}=");
    }

    @Test
    void only_what_is_sent_changes_and_both_generations_of_clients_find_their_answer() {
        Exchange created =
                calls.createOf(
                        """
                        {"url":"%s","description":"Orders","rate_limit_rps":5,"headers":{"X-A":"1","X-B":"2"}}
                        """
                                .formatted(newUrl()));
        String path = path(created);

        Exchange updated =
                calls.patch(path, "{\"burst\":7,\"headers\":{\"X-C\":\"3\"},\"url\":null}");

        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.data().path("updated").asBoolean()).isTrue();
        assertThat(updated.data().path("id")).isEqualTo(created.data().path("id"));
        assertThat(updated.data().path("url")).isEqualTo(created.data().path("url"));
        assertThat(updated.data().path("rate_limit_rps").asInt()).isEqualTo(5);
        assertThat(updated.data().path("burst").asInt()).isEqualTo(7);
        assertThat(updated.data().path("headers").toString()).isEqualTo("{\"X-C\":\"3\"}");
        assertThat(updated.data().has("signing_secret")).isFalse();

        assertThat(calls.patch(path, "{\"description\":\"\"}").data().has("description")).isFalse();
        JsonNode before = calls.get(path).data();
        for (String nothing : List.of("{}", "[]", "null", "{\"unheard_of\":1}")) {
            assertThat(calls.patch(path, nothing).data().path("updated").asBoolean()).isTrue();
            assertThat(calls.get(path).data()).isEqualTo(before);
        }
        assertThat(calls.patch(path, "{\"burst\":39.0}").data().path("burst").asInt())
                .isEqualTo(39);
        // What PHP sends for an object without members.
        assertThat(calls.patch(path, "{\"headers\":[]}").data().path("headers").toString())
                .isEqualTo("{}");
        assertThat(calls.get(path).data().path("burst").asInt()).isEqualTo(39);
    }

    @Test
    void a_scheme_that_needs_another_kind_of_key_brings_a_new_one() {
        Exchange created = calls.create();
        String path = path(created);
        calls.post(path + "/signing-keys");

        Exchange updated = calls.patch(path, "{\"signature_scheme\":\"v1a\"}");

        assertThat(updated.data().path("signing_secret").asString()).startsWith("whpk_");
        JsonNode keys = calls.get(path + "/signing-keys").data();
        assertThat(keys).hasSize(1);
        assertThat(keys.path(0).path("id")).isEqualTo(updated.data().path("signing_key_id"));
        assertThat(calls.patch(path, "{\"signature_scheme\":\"v1a\"}").data().has("signing_secret"))
                .isFalse();
    }

    @Test
    void a_deleted_endpoint_is_gone_and_its_url_is_free() {
        String url = newUrl();
        Exchange created = calls.create(url);
        String path = path(created);
        assertThat(calls.create(url).code()).isEqualTo("DUPLICATE_URL");

        Exchange deleted = calls.delete(path);

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.data().path("deleted").asBoolean()).isTrue();
        assertThat(calls.get(path).code()).isEqualTo("NOT_FOUND");
        assertThat(calls.delete(path).code()).isEqualTo("NOT_FOUND");
        assertThat(calls.get("/v1/endpoints").text())
                .doesNotContain(created.data().path("id").asString());
        assertThat(calls.create(url).status()).isEqualTo(201);
    }

    @Test
    void the_url_of_another_endpoint_cannot_be_taken_by_a_change() {
        String taken = newUrl();
        calls.create(taken);
        String path = path(calls.create());

        Exchange refused = calls.patch(path, "{\"url\":\"%s\"}".formatted(taken));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("DUPLICATE_URL");
    }

    @Test
    void a_pause_is_seen_until_the_resumption_which_tells_what_waited() {
        Exchange created = calls.create();
        String path = path(created);

        Exchange paused = calls.post(path + "/pause");
        assertThat(paused.data().path("paused").asBoolean()).isTrue();
        assertThat(paused.data().path("id")).isEqualTo(created.data().path("id"));
        JsonNode found = calls.get(path).data();
        assertThat(found.path("paused").asBoolean()).isTrue();
        assertThat(found.path("paused_reason").asString()).isEqualTo("requested");
        assertThat(listed(created).path("paused").asBoolean()).isTrue();
        MessageRows rows = MessageRows.of(app);
        EndpointId id = EndpointId.parse(created.data().path("id").asString()).orElseThrow();
        rows.message(id).queued();
        rows.message(id).queued();

        Exchange resumed = calls.post(path + "/resume");
        assertThat(resumed.data().path("paused").asBoolean(true)).isFalse();
        assertThat(resumed.data().path("messages_requeued").asInt()).isEqualTo(2);
        assertThat(calls.get(path).data().has("paused_reason")).isFalse();
        assertThat(calls.post(path + "/resume").data().path("messages_requeued").asInt(-1))
                .isZero();
    }

    @Test
    void the_pages_of_the_list_hold_every_endpoint_once_newest_first() {
        EndpointCalls tenant = new EndpointCalls(app.client(), app.keyOfAnotherTenant());
        List<String> made = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            made.addFirst(tenant.create().data().path("id").asString());
        }

        List<String> seen = new ArrayList<>();
        Exchange page = tenant.get("/v1/endpoints?limit=2");
        while (true) {
            page.data().forEach(endpoint -> seen.add(endpoint.path("id").asString()));
            JsonNode meta = page.json().path("meta");
            if (!meta.path("has_more").asBoolean()) {
                assertThat(meta.has("next_cursor")).isTrue();
                assertThat(meta.path("next_cursor").isNull()).isTrue();
                break;
            }
            assertThat(page.data()).hasSize(2);
            page =
                    tenant.get(
                            "/v1/endpoints?limit=2&cursor=" + meta.path("next_cursor").asString());
        }
        assertThat(seen).isEqualTo(made);

        // A page that ends exactly with the list is the last one.
        Exchange whole = tenant.get("/v1/endpoints?limit=5");
        assertThat(whole.data()).hasSize(5);
        assertThat(whole.json().at("/meta/has_more").asBoolean(true)).isFalse();
    }

    private static JsonNode listed(Exchange created) {
        return calls.get("/v1/endpoints?limit=100")
                .data()
                .valueStream()
                .filter(endpoint -> endpoint.path("id").equals(created.data().path("id")))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isStoredInClear(String secret) {
        return app.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT bool_or(position(convert_to(:secret, 'UTF8') IN sealed) > 0)
                                          FROM signing_key
                                        """)
                                .bind("secret", secret)
                                .mapTo(Boolean.class)
                                .one());
    }
}
