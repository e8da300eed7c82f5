package io.hookbridge.tenant.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Permission;
import io.hookbridge.app.TestApp;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.replica.Reads;
import io.hookbridge.http.Exchange;
import io.hookbridge.insight.export.WriteExports;
import io.hookbridge.message.cold.NoStorage;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;
import io.hookbridge.tenant.user.Users;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

@Tag("database")
class MakersTest {

    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "test");

    // Without the background work: the test writes the export itself.
    private static final TestApp app = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "api,console"));
    private static final Jdbi jdbi = Database.withArguments(app.jdbi());
    private static final Tenants tenants =
            new Tenants(jdbi, new Uuid7(Instant::now), InstantSource.system());
    private static final TenantId tenant = tenants.oldest().orElseThrow().id();

    private String key = "";
    private String keyId = "";
    private String project = "";

    @AfterAll
    static void stop() {
        app.close();
    }

    /** How a key comes to an end. */
    enum Ending {
        KEY_DELETED,
        PROJECT_DELETED,
        TENANT_SUSPENDED
    }

    private void end(Ending ending) {
        switch (ending) {
            case KEY_DELETED -> delete("/v1/api-keys/" + keyId, key);
            case PROJECT_DELETED -> delete("/v1/projects/" + project, TestApp.KEY);
            case TENANT_SUSPENDED ->
                    assertThat(tenants.suspend(tenant, null, OPERATOR, null)).isTrue();
        }
    }

    private static void delete(String path, String key) {
        assertThat(app.client().delete(path).key(key).send().status()).isEqualTo(200);
    }

    /** A project of its own with one key. */
    private void newKey() {
        Exchange made = post("/v1/projects", TestApp.KEY, "{\"name\":\"Short-lived\"}");
        project = made.data().path("id").asString();
        Exchange created =
                post("/v1/api-keys", TestApp.KEY, "{\"project_id\":\"" + project + "\"}");
        key = created.data().path("key").asString();
        keyId = created.data().path("key_id").asString();
    }

    @ParameterizedTest
    @EnumSource
    void a_portal_link_and_the_page_that_one_opened_end_with_the_key_that_asked(Ending ending) {
        newKey();
        String unopened = portal(key);
        Exchange opened = get(portal(key));
        String cookie = opened.header("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        assertThat(portalPage(cookie).status()).isEqualTo(200);

        try {
            end(ending);
            assertThat(get(unopened).status()).isEqualTo(410);
            assertThat(portalPage(cookie).status()).isEqualTo(410);
        } finally {
            tenants.resume(tenant, OPERATOR, null);
        }
        // What another key asked for is not concerned.
        assertThat(get(portal(TestApp.KEY)).status()).isEqualTo(303);
    }

    @ParameterizedTest
    @EnumSource
    void the_address_of_an_export_ends_with_the_key_that_asked(Ending ending) {
        newKey();
        Exchange created =
                post(
                        "/v1/exports",
                        key,
                        "{\"start_time\":\"2026-01-01\",\"end_time\":\"2026-01-02\"}");
        String path = "/v1/exports/" + created.data().path("id").asString() + "/download";
        new WriteExports(
                        app.jdbi(),
                        Reads.ofPrimary(app.jdbi()),
                        NoStorage.payloads(),
                        InstantSource.system())
                .step();
        String address = app.client().get(path).key(key).send().header("Location").orElseThrow();
        assertThat(get(address).status()).isEqualTo(200);

        try {
            end(ending);
            assertThat(get(address).status()).isEqualTo(404);
        } finally {
            tenants.resume(tenant, OPERATOR, null);
        }
    }

    @Test
    void what_a_person_made_ends_with_the_person_or_the_role_that_it_needs() {
        Uuid7 ids = new Uuid7(Instant::now);
        Users users = new Users(jdbi, ids, InstantSource.system());
        Makers makers =
                new Makers(
                        tenants,
                        new ApiKeys(
                                jdbi,
                                jdbi,
                                ids,
                                InstantSource.system(),
                                new ChangeWatch(jdbi, System::nanoTime)),
                        users);
        User ada =
                users.create(
                                tenant,
                                new EmailAddress("ada@example.com"),
                                UserRole.OWNER,
                                OPERATOR,
                                null)
                        .orElseThrow();
        assertThat(makers.isStillAuthorized(tenant, ada.actor(), Permission.BILLING)).isTrue();

        users.setRole(ada, UserRole.MEMBER, false, OPERATOR, null);
        assertThat(makers.isStillAuthorized(tenant, ada.actor(), Permission.BILLING)).isFalse();
        assertThat(makers.isStillAuthorized(tenant, ada.actor(), Permission.READ)).isTrue();
        users.disable(ada, false, OPERATOR, null);
        assertThat(makers.isStillAuthorized(tenant, ada.actor(), Permission.READ)).isFalse();
        users.enable(ada, OPERATOR, null);
        assertThat(makers.isStillAuthorized(tenant, ada.actor(), Permission.READ)).isTrue();
        users.remove(ada, false, OPERATOR, null);
        assertThat(makers.isStillAuthorized(tenant, ada.actor(), Permission.READ)).isFalse();
    }

    private static String portal(String key) {
        return post("/v1/billing/portal", key, "{}").data().path("portal_url").asString();
    }

    private static Exchange portalPage(String cookie) {
        return app.client().get("/billing/live/portal").header("Cookie", cookie).send();
    }

    private static Exchange post(String path, String key, String body) {
        return app.client().post(path).key(key).json(body).send();
    }

    private static Exchange get(String address) {
        URI uri = URI.create(address);
        String query = uri.getRawQuery();
        return app.client().get(uri.getRawPath() + (query == null ? "" : "?" + query)).send();
    }
}
