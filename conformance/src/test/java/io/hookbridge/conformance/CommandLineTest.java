package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.config.Setting;
import io.hookbridge.base.Json;
import io.hookbridge.base.Patience;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;

/** What commands print and how they end. */
@ExtendWith(SharedServer.class)
@Tag("black-box")
class CommandLineTest {

    /** Settings whose values are tried out at the start; reading them finds nothing wrong. */
    private static final Set<String> ANYTHING_GOES = Set.of("HOST", "DATA_DIR", "SECRET_KEY_FILE");

    /** A wrong value for every setting that can have one; the secrets among them are marked. */
    private static final Map<String, String> WRONG =
            Map.ofEntries(
                    Map.entry("PORT", "65536"),
                    Map.entry("ADMIN_PORT", "many"),
                    Map.entry("PUBLIC_URL", "https://hooks.example.com/with/a/path"),
                    Map.entry("DATABASE_URL", "mysql://hookbridge:FAKEsecret1@127.0.0.1/x"),
                    Map.entry("DATABASE_CONNECTIONS", "1"),
                    Map.entry("BOOTSTRAP_API_KEY", "hb_FAKEsecret2"),
                    Map.entry("ALLOWED_RETURN_ORIGINS", "https://*.example.com"),
                    Map.entry("DEFAULT_RETURN_URL", "https://elsewhere.example.com/"),
                    Map.entry("PORTAL_CALLS_PER_MINUTE", "0"),
                    Map.entry("CHECKOUT_CALLS_PER_MINUTE", "0"),
                    Map.entry("BILLING", "barter"),
                    Map.entry("PLANS_FILE", "/nowhere/plans.json"),
                    Map.entry("HISTORY_DAYS", "0"),
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
                    Map.entry("LOG_LEVEL", "loud"),
                    Map.entry("PROT", "8080"));

    /** A process for each command line; more at a time would only wait for each other. */
    private static final Semaphore AT_A_TIME = new Semaphore(2);

    /** Command lines that are refused; TENANT stands for one that there is. */
    private static final List<String> BAD =
            List.of(
                    "upp",
                    "up --port 80",
                    "serve now",
                    "admin",
                    "admin tenant",
                    "admin tenant create",
                    "admin tenant create --name",
                    "admin tenant create --name=",
                    "admin tenant create --name LONG",
                    "admin tenant create --name x --plan diamond",
                    "admin tenant create --name x --mode both",
                    "admin tenant show --tenant tenant_1",
                    "admin tenant rename --tenant TENANT --name LONG",
                    "admin tenant suspend --tenant TENANT --reason LONGLONG",
                    "admin tenant delete --tenant TENANT",
                    "admin tenant delete --tenant TENANT --confirm nobody",
                    "admin key create --tenant tenant_1",
                    "admin key create --tenant TENANT --mode both",
                    "admin key create --tenant TENANT --label LONG",
                    "admin key create --tenant TENANT --permissions read,write",
                    "admin key create --tenant TENANT --permissions=",
                    "admin key create --tenant TENANT --project 01935abc-def0-7123-9abc-def012345678",
                    "admin key delete --tenant TENANT",
                    "admin key delete --tenant TENANT --key key_1",
                    "admin key delete --tenant tenant_00000000000000000000000000000000 --key key_1",
                    "admin user create --tenant TENANT",
                    "admin user create --tenant TENANT --email nobody",
                    "admin user create --tenant TENANT --email owner@localhost",
                    "admin user create --tenant TENANT --email x@example.com --role king",
                    "admin user create --tenant tenant_1 --email x@example.com",
                    "admin user reset --email nobody@example.com",
                    "admin user list --tenant tenant_1",
                    "admin user disable --email nobody@example.com",
                    "admin user role --email owner@localhost --role king",
                    "admin plan set --tenant TENANT --plan diamond",
                    "admin plan set --plan pro",
                    "admin billing link --tenant TENANT --mode test --customer cus_FAKE1");

    @Test
    void every_command_explains_itself() {
        try (Place place = Place.empty("help")) {
            List<String> explained = explain(place, List.of());

            assertThat(explained).contains("", "up", "serve", "migrate", "admin tenant create");
        }
    }

    /** The names of a command and of all below it, each of which was asked what it does. */
    private static List<String> explain(Place place, List<String> command) {
        List<String> line = Stream.concat(command.stream(), Stream.of("--help")).toList();
        Launch.Ended ended = run(place, line);
        String name = String.join(" ", command);
        assertThat(ended.code()).as("%s --help: %s", name, ended.said()).isZero();
        assertThat(ended.out().text()).contains("Usage: hookbridge " + name);
        assertThat(ended.err().text()).isEmpty();
        List<String> explained = new ArrayList<>(List.of(name));
        together(
                        subcommands(ended.out().lines()),
                        subcommand ->
                                explain(
                                        place,
                                        Stream.concat(command.stream(), Stream.of(subcommand))
                                                .toList()))
                .forEach(explained::addAll);
        return explained;
    }

    /** Runs a command line as soon as one of the few processes at a time can be its own. */
    private static Launch.Ended run(Place place, List<String> line) {
        AT_A_TIME.acquireUninterruptibly();
        try {
            return place.launch(line.toArray(String[]::new)).run();
        } finally {
            AT_A_TIME.release();
        }
    }

    /** Answers what {@code run} answers for each, in the same order. */
    private static <T, R> List<R> together(List<T> items, Function<T, R> run) {
        return items.stream()
                .map(item ->
                        CompletableFuture.supplyAsync(
                                () -> run.apply(item), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** The names that a usage text lists below its heading. */
    private static List<String> subcommands(List<String> usage) {
        return usage.stream()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> line.startsWith(" "))
                .filter(line -> line.matches(" {2}[a-z].*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
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
                .containsAll(
                        Stream.of(Setting.values())
                                .map(Setting::name)
                                .filter(name -> !ANYTHING_GOES.contains(name))
                                .toList());
    }

    private static List<String> variables(Map<String, String> settings) {
        return settings.keySet().stream().map(name -> "HOOKBRIDGE_" + name).toList();
    }

    @Test
    void a_configuration_file_is_held_to_the_same_rules() throws IOException {
        try (Place place = Place.empty("file")) {
            Files.writeString(
                    place.folder().resolve("wrong.properties"),
                    "HOOKBRIDGE_PORTS=1\nPORT=2\nHOOKBRIDGE_LOG_LEVEL=loud\n");
            Launch.Ended wrong = place.launch("up", "--config", "wrong.properties").run();
            Launch.Ended absent = place.launch("up", "--config", "absent.properties").run();

            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err().text())
                    .contains("HOOKBRIDGE_PORTS is not", "PORT in", "HOOKBRIDGE_LOG_LEVEL must");
            assertThat(absent.code()).isEqualTo(1);
            assertThat(absent.err().text()).contains("absent.properties cannot be read");
            assertThat(place.data()).doesNotExist();
        }
    }

    @Test
    void a_server_in_production_must_be_told_its_public_address() {
        try (Place place = Place.empty("unaddressed")) {
            Launch.Ended ended = place.launch("serve").run();

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err().text()).contains("HOOKBRIDGE_PUBLIC_URL is required");
            assertThat(place.data()).doesNotExist();
        }
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
        try (Place place = Place.empty("no-server")) {
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
        untilAnswered(installation, key, 401);
    }

    private static void untilAnswered(Installation installation, String key, int status) {
        Patience.until(
                "the key is answered with " + status,
                () -> installation.api().get("/v1/projects").key(key).send().status() == status);
    }

    private static void assertIsTenant(JsonNode printed) {
        assertThat(printed.propertyNames())
                .containsExactlyInAnyOrder("tenant_id", "project_id", "api_key");
        assertThat(printed.get("tenant_id").asString()).matches("tenant_[0-9a-f]{32}");
        assertThat(printed.get("project_id").asString()).matches("[0-9a-f-]{36}");
        assertThat(printed.get("api_key").asString()).matches("hb_(live|test)_[0-9A-Za-z]{32}");
    }

    @Test
    void bad_input_ends_with_one_clear_line(Installation installation) {
        String tenant = installation.firstTenantId();
        Place place = installation.server().place();
        List<Launch.Ended> ended =
                together(
                        BAD,
                        line ->
                                run(
                                        place,
                                        Stream.of(line.split(" "))
                                                .map(word -> word.replace("TENANT", tenant))
                                                .map(word -> word.replace("LONG", "x".repeat(256)))
                                                .toList()));

        SoftAssertions.assertSoftly(softly -> {
            for (int i = 0; i < BAD.size(); i++) {
                Launch.Ended one = ended.get(i);
                softly.assertThatCode(one::assertRefused).as(BAD.get(i)).doesNotThrowAnyException();
            }
        });
    }
}
