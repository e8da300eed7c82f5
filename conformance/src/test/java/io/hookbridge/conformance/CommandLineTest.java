package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.config.Setting;
import io.hookbridge.base.Json;
import io.hookbridge.base.Patience;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What commands print and how they end. */
@ExtendWith(SharedServer.class)
@Tag("black-box")
class CommandLineTest {

    /** A wrong value for every setting that can have one; the secrets among them are marked. */
    private static final Map<String, String> WRONG =
            Map.ofEntries(
                    Map.entry("HOST", "0.0.0.0:8080"),
                    Map.entry("PORT", "65536"),
                    Map.entry("ADMIN_HOST", "not a host"),
                    Map.entry("ADMIN_ALLOWED_HOSTS", "*.example.com"),
                    Map.entry("TRUSTED_PROXIES", "10.0.0.0/33"),
                    Map.entry("TLS_CERTIFICATE", "/nowhere/chain.pem"),
                    Map.entry("TLS_KEY", "/nowhere/key.pem"),
                    Map.entry("MAX_CONNECTIONS", "0"),
                    Map.entry("MAX_CONNECTIONS_PER_ADDRESS", "0"),
                    Map.entry("IDLE_CONNECTION_SECONDS", "0"),
                    Map.entry("DATA_DIR", "/dev/null"),
                    Map.entry("SECRET_KEY_FILE", "/"),
                    Map.entry("ADMIN_PORT", "many"),
                    Map.entry("PUBLIC_URL", "https://hooks.example.com/with/a/path"),
                    Map.entry("RECEIVE_URL", "https://in.example.com/with/a/path"),
                    Map.entry("STREAM_URL", "ftp://stream.example.com"),
                    Map.entry("RETRY_DELAYS", "soon"),
                    Map.entry("RETRY_STATUSES", "200"),
                    Map.entry("DELIVERY_TIMEOUT_SECONDS", "61"),
                    Map.entry("LISTENERS_PER_TENANT", "0"),
                    Map.entry("LISTENERS_PER_ADDRESS", "0"),
                    Map.entry("DATABASE_URL", "mysql://hookbridge:FAKEsecret1@127.0.0.1/x"),
                    Map.entry("DATABASE_CONNECTIONS", "1"),
                    Map.entry("READ_DATABASE_URL", "mysql://hookbridge:FAKEsecret7@db/hookbridge"),
                    Map.entry("READ_LAG_SECONDS", "0"),
                    Map.entry("DISTRIBUTED", "evenly"),
                    Map.entry("DISTRIBUTED_SHARDS", "0"),
                    Map.entry(
                            "WORKER_DATABASE_URL", "mysql://hookbridge:FAKEsecret8@w1/hookbridge"),
                    Map.entry("COLD_AFTER_DAYS", "soon"),
                    Map.entry("COLD_BUCKET", "Not_A_Bucket"),
                    Map.entry("COLD_URL", "ftp://s3.example.com"),
                    Map.entry("COLD_REGION", "here & there"),
                    Map.entry("COLD_PREFIX", "/hookbridge/"),
                    Map.entry("COLD_PATH_STYLE", "perhaps"),
                    Map.entry("COLD_ACCESS_KEY", ""),
                    Map.entry("COLD_SECRET_KEY", ""),
                    Map.entry("PORTAL_NAME", "Northwind".repeat(5)),
                    Map.entry("PORTAL_LOGO", "/nowhere/logo.png"),
                    Map.entry("PORTAL_COLOR", "red"),
                    Map.entry("BOOTSTRAP_API_KEY", "hb_FAKEsecret2"),
                    Map.entry("ALLOWED_RETURN_ORIGINS", "https://*.example.com"),
                    Map.entry("DEFAULT_RETURN_URL", "https://elsewhere.example.com/"),
                    Map.entry("PORTAL_CALLS_PER_MINUTE", "0"),
                    Map.entry("CHECKOUT_CALLS_PER_MINUTE", "0"),
                    Map.entry("BILLING", "barter"),
                    Map.entry("PLANS_FILE", "/nowhere/plans.json"),
                    Map.entry("HISTORY_DAYS", "0"),
                    Map.entry("SEARCH_DAYS", "91"),
                    Map.entry("LAG_OBJECTIVE_SECONDS", "0"),
                    Map.entry("STRIPE_TEST_SECRET_KEY", "sk_live_FAKEsecret3"),
                    Map.entry("STRIPE_LIVE_SECRET_KEY", "sk_test_FAKEsecret4"),
                    Map.entry("STRIPE_TEST_WEBHOOK_SECRETS", "FAKEsecret5"),
                    Map.entry("STRIPE_LIVE_WEBHOOK_SECRETS", "FAKEsecret6"),
                    Map.entry("STRIPE_CALLS_PER_SECOND", "0"),
                    Map.entry("STRIPE_API_BASE", "api.example.com"),
                    Map.entry("STRIPE_PORTAL_HOSTS", "https://billing.example.com"),
                    Map.entry("STRIPE_CHECKOUT_HOSTS", "https://pay.example.com"),
                    Map.entry("STRIPE_METER_EVENT", "no event's name"),
                    Map.entry("ALLOWED_TARGETS", "everything"),
                    Map.entry("ROLES", "king"),
                    Map.entry("PAGE_TEMPLATES", "/nowhere/templates"),
                    Map.entry("TRACE_URL", "http://127.0.0.1:4318/v1/traces"),
                    Map.entry("TRACE_ONE_IN", "0"),
                    Map.entry("LOG_LEVEL", "loud"),
                    Map.entry("PROT", "8080"));

    @Test
    void a_command_explains_itself_and_a_misspelt_one_is_refused() {
        try (Place place = Place.empty("help")) {
            Launch.Ended help = place.launch("--help").run();
            assertThat(help.code()).as(help.said()).isZero();
            assertThat(help.out().text()).contains("Usage: hookbridge", "up", "serve", "admin");
            assertThat(help.err().text()).isEmpty();
            place.launch("upp").run().assertRefused();
            assertThat(place.data()).doesNotExist();
        }
    }

    @Test
    void every_mistake_in_the_configuration_is_told_at_once_before_anything_starts() {
        try (Place place = Place.empty("misconfigured")) {
            Launch up = place.launch("up").with(WRONG);
            // In production nothing can be said of return URLs while the public one is wrong.
            Launch serve =
                    place.launch("serve")
                            .with(WRONG)
                            .with("PUBLIC_URL", "https://hooks.example.com");
            for (Launch launch : List.of(up, serve)) {
                Launch.Ended ended = launch.run();

                assertThat(ended.code()).isEqualTo(1);
                assertThat(ended.err().text()).contains(variables(WRONG));
                assertThat(ended.said()).doesNotContain("FAKEsecret");
                assertThat(place.data()).doesNotExist();
            }
        }
    }

    @Test
    void no_setting_is_left_out_of_the_wrong_ones() {
        assertThat(WRONG.keySet())
                .containsAll(Stream.of(Setting.values()).map(Setting::name).toList());
    }

    private static List<String> variables(Map<String, String> settings) {
        return settings.keySet().stream().map(name -> "HOOKBRIDGE_" + name).toList();
    }

    @Test
    void a_tenant_is_made_beside_a_running_server_and_works_at_once(Installation installation) {
        JsonNode printed =
                installation
                        .server()
                        .place()
                        .admin("tenant", "create", "--name", "Beside", "--plan", "pro");

        assertIsTenant(printed);
        assertThat(
                        installation
                                .api()
                                .post("/v1/billing/portal")
                                .key(printed.get("api_key").asString())
                                .send()
                                .status())
                .isEqualTo(200);
    }

    @Test
    void a_tenant_is_made_without_a_server_and_nothing_is_left_running() {
        try (Place place = Place.migrated("no-server")) {
            Launch launch =
                    place.launch("admin", "tenant", "create", "--name", "Alone", "--mode", "test");
            Launch.Ended ended = launch.run();

            assertThat(ended.code()).as(ended.said()).isZero();
            assertThat(ended.out().lines()).hasSize(1);
            JsonNode printed = Json.MAPPER.readTree(ended.out().text());
            assertIsTenant(printed);
            assertThat(printed.get("api_key").asString()).startsWith("hb_test_");
            assertThat(place.processes()).isEmpty();

            Launch.Ended migrated =
                    place.launch("migrate")
                            .with("STRIPE_TEST_SECRET_KEY", "sk_test_FAKEsecret1")
                            .with("STRIPE_TEST_WEBHOOK_SECRETS", "whsec_FAKEsecret2")
                            .with("BOOTSTRAP_API_KEY", "hb_live_FAKEsecret30000000000")
                            .with("LOG_LEVEL", "debug")
                            .run();
            assertThat(migrated.code()).as(migrated.said()).isZero();
            assertThat(migrated.said()).doesNotContain("FAKEsecret");
            assertThat(place.processes()).isEmpty();
        }
    }

    @Test
    void a_person_is_made_with_a_link_that_chooses_a_password_on_the_running_server(
            Installation installation) {
        Place place = installation.server().place();
        String tenant = installation.firstTenantId();
        JsonNode made =
                place.admin(
                        "user",
                        "create",
                        "--tenant",
                        tenant,
                        "--email",
                        "Ada@example.com",
                        "--role",
                        "member");
        JsonNode again = place.admin("user", "reset", "--email", "ada@EXAMPLE.com");

        assertThat(made.get("user_id").asString()).matches("user_[0-9a-f]{32}");
        assertThat(made.get("role").asString()).isEqualTo("member");
        assertThat(installation.api().get(made.get("link").asString()).send().status())
                .isEqualTo(410);
        assertThat(installation.api().get(again.get("link").asString()).send().text())
                .contains("Ada@example.com");
        assertThat(place.admin("user", "list").get("users")).hasSizeGreaterThan(1);
        assertThat(place.admin("user", "list", "--tenant", tenant).get("users"))
                .anySatisfy(user -> {
                    assertThat(user.get("email").asString()).isEqualTo("Ada@example.com");
                    assertThat(user.get("has_password").asBoolean()).isFalse();
                });
    }

    @Test
    void a_tenant_is_suspended_resumed_and_erased_on_the_running_server(Installation installation) {
        Place place = installation.server().place();
        JsonNode made = place.admin("tenant", "create", "--name", "Short-lived");
        String tenant = made.get("tenant_id").asString();
        String key = made.get("api_key").asString();

        JsonNode suspended = place.admin("tenant", "suspend", "--tenant", tenant);
        assertThat(suspended.get("status").asString()).isEqualTo("suspended");
        untilAnswered(installation, key, 403);
        place.admin("tenant", "resume", "--tenant", tenant);
        untilAnswered(installation, key, 200);
        assertThat(place.admin("tenant", "list").get("tenants"))
                .anySatisfy(one -> {
                    assertThat(one.get("tenant_id").asString()).isEqualTo(tenant);
                    assertThat(one.get("status").asString()).isEqualTo("active");
                });

        JsonNode erased =
                place.admin("tenant", "delete", "--tenant", tenant, "--confirm", "Short-lived");
        assertThat(erased.get("erased").get("api_keys").asInt()).isEqualTo(1);
        assertThat(erased.get("kept_by_stripe")).isEmpty();
        // 429 where others have guessed so often from here that nobody is told any more.
        untilAnswered(installation, key, 401, 429);

        JsonNode again = place.admin("tenant", "delete", "--tenant", tenant);
        assertThat(again.get("erased")).isEqualTo(erased.get("erased"));
        assertThat(again.get("erased_before").asBoolean()).isTrue();
        assertThat(place.admin("audit", "--tenant", tenant).get("action").asString())
                .isEqualTo("tenant.erased");
    }

    private static void untilAnswered(Installation installation, String key, Integer... statuses) {
        Set<Integer> awaited = Set.of(statuses);
        var _ =
                Patience.until(
                        "the key is answered with one of " + awaited,
                        () -> installation.api().get("/v1/projects").key(key).send(),
                        answer -> awaited.contains(answer.status()));
    }

    private static void assertIsTenant(JsonNode printed) {
        assertThat(printed.propertyNames())
                .containsExactlyInAnyOrder("tenant_id", "project_id", "api_key");
        assertThat(printed.get("tenant_id").asString()).matches("tenant_[0-9a-f]{32}");
        assertThat(printed.get("project_id").asString()).matches("[0-9a-f-]{36}");
        assertThat(printed.get("api_key").asString()).matches("hb_(live|test)_[0-9A-Za-z]{32}");
    }
}
