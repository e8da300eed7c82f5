package io.hookbridge.tenant.apikey;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.MessageRows;
import io.hookbridge.outbound.OutboundTest;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Tag("database")
class ApiKeyRoutesTest {

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
    void a_created_key_works_at_once_and_is_shown_only_once() {
        Exchange created = create(KEY, "{\"label\":\"worker\",\"mode\":\"test\"}");

        assertThat(created.status()).isEqualTo(201);
        String key = created.data().path("key").asString();
        assertThat(key).matches("hb_test_[0-9A-Za-z]{32}");
        assertThat(created.data().path("prefix").asString()).isEqualTo(key.substring(0, 11));
        assertThat(created.data().path("label").asString()).isEqualTo("worker");

        Exchange listed = client.get("/v1/api-keys").key(key).send();
        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.text()).doesNotContain(key);
    }

    @Test
    void keys_that_have_expired_make_room_and_those_that_work_do_not() {
        try (TestApp full = TestApp.start()) {
            full.jdbi()
                    .useHandle(handle ->
                            handle.execute(
                                    """
                                    INSERT INTO api_key
                                        (id, environment_id, hash, prefix, permissions, created_at, expires_at)
                                    SELECT gen_random_uuid(), environment_id, sha256(n::text::bytea), prefix, permissions,
                                           now(), CASE WHEN n <= 2 THEN now() - n * interval '1 minute' END
                                      FROM api_key, generate_series(1, 999) AS n
                                    """));

            for (int room = 2; room > 0; room--) {
                assertThat(full.client().post("/v1/api-keys").key(KEY).json("{}").send().status())
                        .isEqualTo(201);
                assertThat(full.client().get("/v1/api-keys").key(KEY).send().data()).hasSize(1000);
            }

            assertThat(full.client().post("/v1/api-keys").key(KEY).json("{}").send().code())
                    .isEqualTo("FORBIDDEN");
            assertThat(full.audited("api_key.deleted")).containsExactly("done", "done");
        }
    }

    @Test
    void a_key_without_a_label_still_has_the_member() {
        Exchange created = create(KEY, "{}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().path("label").isString()).isTrue();
        assertThat(created.data().path("label").asString()).isEmpty();
        assertThat(created.data().path("mode").asString()).isEqualTo("live");
        assertThat(created.data().has("last_used_at")).isFalse();
    }

    @Test
    void a_deleted_key_is_refused_at_once_and_absent_from_the_list() {
        Exchange created = create(KEY, "{\"label\":\"short-lived\"}");
        String key = created.data().path("key").asString();
        String id = created.data().path("key_id").asString();
        assertThat(client.get("/v1/api-keys").key(key).send().status()).isEqualTo(200);

        Exchange deleted = client.delete("/v1/api-keys/" + id).key(KEY).send();

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.data().path("deleted").asBoolean()).isTrue();
        assertThat(client.get("/v1/api-keys").key(key).send().code()).isEqualTo("UNAUTHORIZED");
        assertThat(client.get("/v1/api-keys").key(KEY).send().text()).doesNotContain(id);
        assertThat(client.delete("/v1/api-keys/" + id).key(KEY).send().code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void a_key_stops_working_at_its_time_and_makes_none_that_works_longer() {
        assertThat(create(KEY, "{\"expires_at\":\"2026-01-01T00:00:00Z\"}").code())
                .isEqualTo("INVALID_REQUEST");
        Exchange created = create(KEY, "{\"expires_at\":\"2126-01-01T00:00:00Z\"}");
        assertThat(created.data().path("expires_at").asString()).isEqualTo("2126-01-01T00:00:00Z");
        String key = created.data().path("key").asString();

        assertThat(create(key, "{}").code()).isEqualTo("FORBIDDEN");
        assertThat(create(key, "{\"expires_at\":\"2126-01-02T00:00:00Z\"}").code())
                .isEqualTo("FORBIDDEN");
        assertThat(create(key, "{\"expires_at\":\"2126-01-01T00:00:00Z\"}").status())
                .isEqualTo(201);

        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE api_key SET expires_at = now() WHERE prefix = ? AND expires_at IS NOT NULL",
                                key.substring(0, 11)));
        OutboundTest.poll(
                "the refusal",
                () -> client.get("/v1/api-keys").key(key).send().status(),
                status -> status == 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"key_nonexistent_12345", "key_00000000000000000000000000000000", "x", "%20"})
    void an_id_that_is_none_is_not_found(String id) {
        Exchange answer = client.delete("/v1/api-keys/" + id).key(KEY).send();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void a_test_key_neither_makes_nor_sees_nor_deletes_live_keys() {
        String testKey = create(KEY, "{\"mode\":\"test\"}").data().path("key").asString();
        String liveId = create(KEY, "{}").data().path("key_id").asString();

        assertThat(create(testKey, "{\"mode\":\"live\"}").code()).isEqualTo("FORBIDDEN");
        assertThat(create(testKey, "{}").data().path("mode").asString()).isEqualTo("test");
        assertThat(client.get("/v1/api-keys").key(testKey).send().text())
                .doesNotContain("hb_live")
                .doesNotContain(liveId);
        assertThat(client.delete("/v1/api-keys/" + liveId).key(testKey).send().code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void no_key_makes_a_stronger_one() {
        String manager =
                create(KEY, "{\"permissions\":[\"manage\",\"read\"]}")
                        .data()
                        .path("key")
                        .asString();

        assertThat(create(manager, "{\"permissions\":[\"billing\"]}").code())
                .isEqualTo("FORBIDDEN");
        assertThat(create(manager, "{}").data().path("permissions").toString())
                .isEqualTo("[\"read\",\"manage\"]");
    }

    @Test
    void a_key_without_a_permission_is_told_which_one_it_lacks() {
        String reader = create(KEY, "{\"permissions\":[\"read\"]}").data().path("key").asString();

        Exchange refused = create(reader, "{}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("FORBIDDEN");
        assertThat(refused.json().at("/error/details/required_permission").asString())
                .isEqualTo("manage");
        assertThat(client.post("/v1/billing/portal").key(reader).send().code())
                .isEqualTo("FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"label\":5}",
                "{\"mode\":\"prod\"}",
                "{\"permissions\":[]}",
                "{\"permissions\":\"all\"}",
                "{\"permissions\":[1]}",
                "{\"permissions\":[\"root\"]}",
                "[1]",
                "\"text\"",
                "{",
                "{} {}"
            })
    void a_bad_body_is_refused_with_a_sentence(String body) {
        Exchange refused = create(KEY, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.message()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"label\":null}"})
    void a_body_that_says_nothing_makes_a_key_like_the_callers(String body) {
        Exchange created = create(KEY, body);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().path("permissions")).hasSize(4);
    }

    @Test
    void a_label_that_is_too_long_is_refused() {
        assertThat(create(KEY, "{\"label\":\"" + "x".repeat(256) + "\"}").code())
                .isEqualTo("INVALID_REQUEST");
        assertThat(create(KEY, "{\"label\":\"" + "x".repeat(255) + "\"}").status()).isEqualTo(201);
        assertThat(create(KEY, "{\"label\":\"" + "😀".repeat(255) + "\"}").status()).isEqualTo(201);
    }

    @Test
    void a_body_that_is_deeper_or_longer_than_is_read_is_told_the_limit() {
        for (String beyond :
                List.of(
                        "{\"x\":" + "[".repeat(64) + "]".repeat(64) + "}",
                        "{\"" + "n".repeat(1_001) + "\":1}",
                        "{\"x\":" + "1".repeat(101) + "}")) {
            Exchange refused = create(KEY, beyond);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.message()).contains("64 deep", "1000 characters", "100 digits");
        }
    }

    @Test
    void a_project_that_was_made_by_the_api_gets_its_keys_by_the_api() {
        String project = project("Second");

        Exchange created = create(KEY, "{\"project_id\":\"%s\"}".formatted(project));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().path("project_id").asString()).isEqualTo(project);
        JsonNode its =
                client.get("/v1/api-keys").key(created.data().path("key").asString()).send().data();
        assertThat(its).hasSize(1);
        assertThat(its.path(0).path("key_id")).isEqualTo(created.data().path("key_id"));
        assertThat(its.path(0).path("project_id").asString()).isEqualTo(project);
        String without = create(KEY, "{}").data().path("project_id").asString();
        assertThat(without).isNotEqualTo(project);
    }

    @Test
    void a_key_whose_project_was_just_deleted_makes_no_key_elsewhere() {
        String mine = create(KEY, "{}").data().path("project_id").asString();
        String project = project("Leaves");
        String key =
                create(KEY, "{\"project_id\":\"%s\"}".formatted(project))
                        .data()
                        .path("key")
                        .asString();

        // Answers from memory let the key in for a moment after the deletion.
        assertThat(client.delete("/v1/projects/" + project).key(key).send().status())
                .isEqualTo(200);
        Exchange elsewhere = create(key, "{\"project_id\":\"%s\"}".formatted(mine));
        Exchange here = create(key, "{}");

        assertThat(elsewhere.status()).as(elsewhere.text()).isEqualTo(401);
        assertThat(here.status()).as(here.text()).isEqualTo(401);
    }

    @Test
    void a_key_that_is_being_deleted_makes_no_other_key_in_the_meantime() throws Exception {
        JsonNode maker = create(KEY, "{}").data();
        try (Handle deleting = app.jdbi().open();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            deleting.begin();
            deleting.execute(
                    "UPDATE api_key SET deleted_at = now() WHERE id = ?::uuid",
                    uuid(maker.path("key_id").asString()));
            Future<Exchange> made = thread.submit(() -> create(maker.path("key").asString(), "{}"));
            Patience.until("the creation waits for the deletion", () -> waitsForALock());
            deleting.commit();

            assertThat(made.get().status()).as(made.get().text()).isEqualTo(401);
        }
    }

    private static boolean waitsForALock() {
        return app.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT EXISTS (SELECT FROM pg_stat_activity
                                                        WHERE datname = current_database()
                                                          AND wait_event_type = 'Lock')
                                        """)
                                .mapTo(Boolean.class)
                                .one());
    }

    private static String uuid(String keyId) {
        return keyId.substring("key_".length());
    }

    private static String project(String name) {
        return client.post("/v1/projects")
                .key(KEY)
                .json("{\"name\":\"%s\"}".formatted(name))
                .send()
                .data()
                .path("id")
                .asString();
    }

    @Test
    void a_project_of_another_tenant_or_none_gets_no_key() {
        String strangers = MessageRows.ofStranger(app.jdbi()).environment().toString();
        for (String id : List.of(strangers, "00000000-0000-7000-8000-000000000000", "x", "")) {
            Exchange refused = create(KEY, "{\"project_id\":\"%s\"}".formatted(id));

            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.code()).isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void the_last_key_that_may_manage_cannot_delete_itself() {
        try (TestApp alone = TestApp.start()) {
            CheckedHttpClient its = alone.client();
            String manager = onlyKey(its);
            its.post("/v1/api-keys").key(KEY).json("{\"permissions\":[\"read\"]}").send();
            String test =
                    its.post("/v1/api-keys")
                            .key(KEY)
                            .json("{\"mode\":\"test\"}")
                            .send()
                            .data()
                            .path("key_id")
                            .asString();

            Exchange refused = its.delete("/v1/api-keys/" + manager).key(KEY).send();

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("CANNOT_DELETE_LAST_KEY");
            assertThat(its.delete("/v1/api-keys/" + test).key(KEY).send().status()).isEqualTo(200);
            its.post("/v1/api-keys").key(KEY).json("{}").send();
            assertThat(its.delete("/v1/api-keys/" + manager).key(KEY).send().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void of_two_managers_that_delete_each_other_at_once_one_stays() {
        try (TestApp two = TestApp.start()) {
            CheckedHttpClient its = two.client();
            String first = onlyKey(its);
            JsonNode other = its.post("/v1/api-keys").key(KEY).json("{}").send().data();
            List<Runnable> racers =
                    List.of(
                            () ->
                                    its.delete("/v1/api-keys/" + first)
                                            .key(other.path("key").asString())
                                            .send(),
                            () ->
                                    its.delete("/v1/api-keys/" + other.path("key_id").asString())
                                            .key(KEY)
                                            .send());

            racers.parallelStream().forEach(Runnable::run);

            int left =
                    two.jdbi()
                            .withHandle(handle ->
                                    handle.createQuery(
                                                    "SELECT count(*) FROM api_key WHERE deleted_at IS NULL")
                                            .mapTo(Integer.class)
                                            .one());
            assertThat(left).isEqualTo(1);
        }
    }

    private static String onlyKey(CheckedHttpClient of) {
        JsonNode keys = of.get("/v1/api-keys").key(KEY).send().data();
        assertThat(keys).hasSize(1);
        return keys.path(0).path("key_id").asString();
    }

    @Test
    void every_change_leaves_an_audit_row() {
        int before = app.audited("api_key.created").size();
        String id = create(KEY, "{}").data().path("key_id").asString();
        client.delete("/v1/api-keys/" + id).key(KEY).send();

        assertThat(app.audited("api_key.created")).hasSize(before + 1);
        assertThat(app.audited("api_key.deleted")).contains("done");
    }

    @Test
    void only_the_hash_of_a_key_is_stored() {
        String key = create(KEY, "{}").data().path("key").asString();
        List<Map<String, Object>> rows =
                app.jdbi()
                        .withHandle(handle ->
                                handle.createQuery("SELECT * FROM api_key").mapToMap().list());

        assertThat(rows).hasSizeGreaterThan(1);
        assertThat(rows.toString()).doesNotContain(key.substring(11));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer hb_live_",
                "Bearer hb_live_FAKEunknownKey00000000000",
                "Basic aGI6aGI=",
                "hb_live_FAKEkeyOfTheFirstTenant00000000",
                "Bearer sk_live_FAKEkeyOfTheFirstTenant00000000"
            })
    void a_caller_who_cannot_be_recognised_is_unauthorized(String authorization) {
        Exchange refused = client.get("/v1/api-keys").header("Authorization", authorization).send();

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("UNAUTHORIZED");
        assertThat(refused.message()).isEqualTo("Invalid or missing API key");
        assertThat(refused.header("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void the_scheme_has_no_case() {
        assertThat(
                        client.get("/v1/api-keys")
                                .header("Authorization", "bearer " + KEY)
                                .send()
                                .status())
                .isEqualTo(200);
    }

    private static Exchange create(String key, String body) {
        return client.post("/v1/api-keys").key(key).json(body).send();
    }
}
