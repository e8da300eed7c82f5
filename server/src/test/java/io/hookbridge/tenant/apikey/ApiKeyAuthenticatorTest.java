package io.hookbridge.tenant.apikey;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.app.TestApp;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

@Tag("database")
class ApiKeyAuthenticatorTest {

    @Test
    void a_network_that_guesses_is_slowed_down_and_every_key_that_works_is_let_in() {
        try (TestApp app = TestApp.start()) {
            CheckedHttpClient client = app.client();
            List<String> fresh =
                    Stream.generate(() -> client.post("/v1/api-keys").key(KEY).json("{}").send())
                            .limit(5)
                            .map(created -> created.data().path("key").asString())
                            .toList();

            for (String key : fresh) {
                Exchange limited =
                        OutboundTest.poll(
                                "a refusal", () -> guess(client), answer -> answer.status() == 429);

                assertThat(limited.code()).isEqualTo("RATE_LIMITED");
                assertThat(limited.header("Retry-After").orElseThrow()).matches("[1-9][0-9]*");
                assertThat(client.get("/v1/api-keys").key(key).send().status()).isEqualTo(200);
            }
            assertThat(client.get("/v1/api-keys").key(KEY).send().status()).isEqualTo(200);
        }
    }

    private static Exchange guess(CheckedHttpClient client) {
        return client.get("/v1/api-keys").key("hb_live_FAKEguess00000000000000000").send();
    }

    @Test
    void a_key_deleted_on_another_node_is_forgotten_within_a_second() {
        try (TestApp app = TestApp.start()) {
            Exchange created = app.client().post("/v1/api-keys").key(KEY).json("{}").send();
            String key = created.data().path("key").asString();
            ApiKeyId id = ApiKeyId.parse(created.data().path("key_id").asString()).orElseThrow();
            assertThat(app.client().get("/v1/api-keys").key(key).send().status()).isEqualTo(200);

            // What another node does: the row changes, this node is told nothing.
            app.jdbi()
                    .useHandle(handle ->
                            handle.createUpdate(
                                            "UPDATE api_key SET deleted_at = now() WHERE id = :id")
                                    .bind("id", id.value())
                                    .execute());
            Patience.until(
                    "the key is forgotten",
                    () -> app.client().get("/v1/api-keys").key(key).send().status() == 401);
            assertThat(ChangeWatch.TRUSTED).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void uses_are_written_in_batches_and_never_move_back() {
        try (TestApp app = TestApp.start()) {
            Jdbi jdbi = app.jdbi();
            UUID id =
                    jdbi.withHandle(handle ->
                            handle.createQuery("SELECT id FROM api_key").mapTo(UUID.class).one());
            ApiKeys late = keysAt(app, Instant.parse("2030-01-02T00:00:00Z"));
            ApiKeys early = keysAt(app, Instant.parse("2030-01-01T00:00:00Z"));
            late.used(new ApiKeyId(id));
            late.writeUses();
            early.used(new ApiKeyId(id));
            early.writeUses();

            Instant lastUsed =
                    jdbi.withHandle(handle ->
                            handle.createQuery("SELECT last_used_at FROM api_key")
                                    .mapTo(Instant.class)
                                    .one());
            assertThat(lastUsed).isEqualTo(Instant.parse("2030-01-02T00:00:00Z"));
        }
    }

    @Test
    void a_key_is_deleted_when_it_has_expired_thirty_days_ago() {
        try (TestApp app = TestApp.start()) {
            app.client()
                    .post("/v1/api-keys")
                    .key(KEY)
                    .json("{\"label\":\"ended\",\"expires_at\":\"2126-01-01T00:00:00Z\"}")
                    .send();

            assertThat(keysAt(app, Instant.parse("2126-01-30T23:59:59Z")).deleteExpired()).isZero();
            assertThat(keysAt(app, Instant.parse("2126-01-31T00:00:00Z")).deleteExpired())
                    .isEqualTo(1);

            assertThat(app.client().get("/v1/api-keys").key(KEY).send().text())
                    .doesNotContain("ended");
            assertThat(app.audited("api_key.deleted")).containsExactly("done");
        }
    }

    @Test
    void a_key_that_was_deleted_in_the_meantime_has_no_successor() {
        try (TestApp app = TestApp.start()) {
            ApiKeys keys = keysAt(app, Instant.parse("2030-01-02T00:00:00Z"));
            ProjectId project =
                    app.jdbi()
                            .withHandle(handle ->
                                    handle.createQuery("SELECT id FROM project")
                                            .map((row, _) ->
                                                    new ProjectId(row.getObject("id", UUID.class)))
                                            .one());
            ApiKey old = keys.list(project, Mode.LIVE).getFirst();
            Actor person = new Actor(Actor.Kind.USER, "user_test");
            keys.delete(
                    old.environment().tenant(), project, old.id(), Mode.LIVE, person, "req_test");

            var _ = keys.rotate(old, Instant.parse("2030-01-03T00:00:00Z"), person, "req_test");

            assertThat(keys.list(project, Mode.LIVE)).isEmpty();
        }
    }

    private static ApiKeys keysAt(TestApp app, Instant now) {
        InstantSource clock = InstantSource.fixed(now);
        Jdbi jdbi = Database.withArguments(app.jdbi());
        return new ApiKeys(
                jdbi, jdbi, new Uuid7(clock), clock, new ChangeWatch(jdbi, System::nanoTime));
    }

    @Test
    void a_key_of_a_suspended_project_is_forbidden_and_of_a_deleted_one_unknown() {
        try (TestApp app = TestApp.start()) {
            setStatus(app, "suspended");
            Exchange suspended = app.client().get("/v1/api-keys").key(KEY).send();
            assertThat(suspended.status()).isEqualTo(403);
            assertThat(suspended.message()).contains("suspended");
        }
        try (TestApp app = TestApp.start()) {
            setStatus(app, "deleted");
            assertThat(app.client().get("/v1/api-keys").key(KEY).send().status()).isEqualTo(401);
        }
    }

    private static void setStatus(TestApp app, String status) {
        app.jdbi()
                .useHandle(handle ->
                        handle.createUpdate(
                                        """
                                        UPDATE project
                                           SET status = :status,
                                               deleted_at = CASE WHEN :status = 'deleted' THEN now() END
                                        """)
                                .bind("status", status)
                                .execute());
    }
}
