package io.hookbridge.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookbridge.base.Mode;
import io.hookbridge.base.SecretKeyFile;
import io.hookbridge.base.ip.ListenAddress;
import io.hookbridge.http.ConnectionLimits;
import io.hookbridge.message.cold.ColdRule;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.client.TestCertificates;
import io.hookbridge.retry.DelayWords;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

@Tag("unit")
class ConfigurationReaderTest {

    @TempDir private Path folder;

    @Test
    void up_needs_no_setting_at_all() {
        Configuration configuration = read(Profile.DEVELOPMENT, Map.of());

        assertThat(configuration.http().host()).isEqualTo("127.0.0.1");
        assertThat(configuration.http().port()).isEqualTo(8080);
        assertThat(configuration.http().adminPort()).isEqualTo(9464);
        assertThat(configuration.http().publicUrl()).isEmpty();
        assertThat(configuration.storage().dataDir()).isEqualTo(Path.of("./data"));
        assertThat(configuration.storage().database()).isEmpty();
        assertThat(configuration.storage().secretKeyFile()).isEqualTo(Path.of("./data/secret.key"));
        assertThat(configuration.billing().provider())
                .isEqualTo(BillingConfiguration.Provider.BUILTIN);
        assertThat(configuration.billing().stripe().apiBase())
                .isEqualTo(URI.create("https://api.stripe.com"));
        assertThat(configuration.billing().stripe().portalHosts())
                .containsExactly("billing.stripe.com");
        assertThat(configuration.roles()).containsExactlyInAnyOrder(Role.values());
    }

    @Test
    void serve_asks_for_the_public_url_and_listens_everywhere() {
        assertThat(problems(Profile.PRODUCTION, Map.of()))
                .singleElement()
                .asString()
                .contains("HOOKBRIDGE_PUBLIC_URL is required");
        Configuration configuration =
                read(
                        Profile.PRODUCTION,
                        Map.of("HOOKBRIDGE_PUBLIC_URL", "https://hooks.example.com/"));
        assertThat(configuration.http().host()).isEqualTo("0.0.0.0");
        assertThat(configuration.http().publicUrl())
                .contains(URI.create("https://hooks.example.com"));
    }

    @Test
    void senders_and_listeners_may_have_addresses_of_their_own() {
        HttpConfiguration none = read(Profile.DEVELOPMENT, Map.of()).http();
        assertThat(none.receiveUrl()).isEmpty();
        assertThat(none.streamUrl()).isEmpty();
        HttpConfiguration own =
                read(
                                Profile.DEVELOPMENT,
                                Map.of(
                                        "HOOKBRIDGE_RECEIVE_URL", "https://in.example.com/",
                                        "HOOKBRIDGE_STREAM_URL", "https://stream.example.com:8443"))
                        .http();
        assertThat(own.receiveUrl()).contains(URI.create("https://in.example.com"));
        assertThat(own.streamUrl()).contains(URI.create("https://stream.example.com:8443"));
        assertThat(
                        problems(
                                Profile.DEVELOPMENT,
                                Map.of(
                                        "HOOKBRIDGE_RECEIVE_URL", "https://in.example.com/hooks",
                                        "HOOKBRIDGE_STREAM_URL", "wss://stream.example.com")))
                .hasSize(2);
    }

    @Test
    void cold_payloads_need_a_bucket_and_all_that_belongs_to_it() {
        Map<String, String> bucket = new HashMap<>();
        bucket.put("HOOKBRIDGE_COLD_BUCKET", "payloads");
        bucket.put("HOOKBRIDGE_COLD_URL", "https://s3.example.com");
        bucket.put("HOOKBRIDGE_COLD_ACCESS_KEY", "FAKE");
        bucket.put("HOOKBRIDGE_COLD_SECRET_KEY", "FAKE");

        assertThat(cold(Map.of()).bucket()).isEmpty();
        assertThat(cold(bucket).rule()).isEqualTo(new ColdRule.Stay());
        bucket.put("HOOKBRIDGE_COLD_AFTER_DAYS", "7");
        assertThat(cold(bucket).rule()).isEqualTo(new ColdRule.MoveAfter(7));
        assertThat(cold(bucket).bucket()).isPresent();
        bucket.put("HOOKBRIDGE_COLD_AFTER_DAYS", "back");
        assertThat(cold(bucket).rule()).isEqualTo(new ColdRule.BringBack());

        assertThat(problems(Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_COLD_AFTER_DAYS", "7")))
                .containsExactly("HOOKBRIDGE_COLD_AFTER_DAYS needs HOOKBRIDGE_COLD_BUCKET");
        assertThat(problems(Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_COLD_BUCKET", "payloads")))
                .containsExactly(
                        "HOOKBRIDGE_COLD_URL is required with HOOKBRIDGE_COLD_BUCKET",
                        "HOOKBRIDGE_COLD_ACCESS_KEY is required with HOOKBRIDGE_COLD_BUCKET",
                        "HOOKBRIDGE_COLD_SECRET_KEY is required with HOOKBRIDGE_COLD_BUCKET");
        bucket.putAll(
                Map.of(
                        "HOOKBRIDGE_COLD_AFTER_DAYS", "-1",
                        "HOOKBRIDGE_COLD_BUCKET", "No Bucket",
                        "HOOKBRIDGE_COLD_URL", "s3.example.com",
                        "HOOKBRIDGE_COLD_REGION", "eu central",
                        "HOOKBRIDGE_COLD_PREFIX", "/here/",
                        "HOOKBRIDGE_COLD_PATH_STYLE", "maybe"));
        assertThat(problems(Profile.DEVELOPMENT, bucket)).hasSize(6);
    }

    private ColdConfiguration cold(Map<String, String> settings) {
        return read(Profile.DEVELOPMENT, settings).messages().cold();
    }

    @Test
    void tls_needs_both_files_and_tells_what_is_wrong_with_them() throws Exception {
        TestCertificates.Pem pem = new TestCertificates().pem("localhost", Instant.MAX);
        String certificate =
                Files.writeString(folder.resolve("certificate.pem"), pem.certificate()).toString();
        String key = Files.writeString(folder.resolve("key.pem"), pem.key()).toString();
        String both = "HOOKBRIDGE_TLS_CERTIFICATE and HOOKBRIDGE_TLS_KEY";

        HttpConfiguration http =
                read(
                                Profile.DEVELOPMENT,
                                Map.of(
                                        "HOOKBRIDGE_TLS_CERTIFICATE", certificate,
                                        "HOOKBRIDGE_TLS_KEY", key))
                        .http();
        assertThat(http.certificate()).isPresent();
        assertThat(http.localUrl(8443)).hasToString("https://localhost:8443");
        for (String one : List.of("HOOKBRIDGE_TLS_CERTIFICATE", "HOOKBRIDGE_TLS_KEY")) {
            assertThat(problems(Profile.DEVELOPMENT, Map.of(one, certificate)))
                    .containsExactly(both + " are set together or not at all");
        }
        assertThat(
                        problems(
                                Profile.PRODUCTION,
                                Map.of(
                                        "HOOKBRIDGE_TLS_CERTIFICATE", certificate,
                                        "HOOKBRIDGE_TLS_KEY", certificate,
                                        "HOOKBRIDGE_PUBLIC_URL", "https://hooks.example.com")))
                .singleElement()
                .asString()
                .startsWith(both + ": " + certificate + " holds no private key");
        assertThat(
                        problems(
                                Profile.PRODUCTION,
                                Map.of(
                                        "HOOKBRIDGE_TLS_CERTIFICATE", certificate,
                                        "HOOKBRIDGE_TLS_KEY", key,
                                        "HOOKBRIDGE_PUBLIC_URL", "http://localhost")))
                .contains(
                        "HOOKBRIDGE_PUBLIC_URL must begin with https where HOOKBRIDGE_TLS_CERTIFICATE is set");
    }

    @Test
    void connections_are_limited_as_the_settings_say() {
        assertThat(read(Profile.DEVELOPMENT, Map.of()).http().connections())
                .isEqualTo(new ConnectionLimits(16_384, 1_024, Duration.ofSeconds(90)));
        assertThat(
                        read(
                                        Profile.DEVELOPMENT,
                                        Map.of(
                                                "HOOKBRIDGE_MAX_CONNECTIONS", "30",
                                                "HOOKBRIDGE_MAX_CONNECTIONS_PER_ADDRESS", "20",
                                                "HOOKBRIDGE_IDLE_CONNECTION_SECONDS", "10"))
                                .http()
                                .connections())
                .isEqualTo(new ConnectionLimits(30, 20, Duration.ofSeconds(10)));
        assertThat(problems(Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_IDLE_CONNECTION_SECONDS", "0")))
                .containsExactly(
                        "HOOKBRIDGE_IDLE_CONNECTION_SECONDS must be a whole number from 1 to 3600");
    }

    @Test
    void plans_of_ones_own_are_read_and_every_mistake_in_them_is_told() throws IOException {
        Path file =
                Files.writeString(folder.resolve("plans.json"), "{\"plans\":[{\"name\":\"Pro\"}]}");
        assertThat(problems(Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_PLANS_FILE", file.toString())))
                .hasSizeGreaterThan(3)
                .allMatch(problem -> problem.startsWith("HOOKBRIDGE_PLANS_FILE: "))
                .anyMatch(problem -> problem.contains("\"free\" is missing"));
        assertThat(
                        problems(
                                Profile.DEVELOPMENT,
                                Map.of("HOOKBRIDGE_PLANS_FILE", folder.toString())))
                .singleElement()
                .asString()
                .contains("HOOKBRIDGE_PLANS_FILE names no file");

        Files.writeString(
                file,
                """
                {"plans":[{"name":"free","title":"Free","description":"Own.","stripe_lookup_keys":{},
                 "limits":{"messages_per_month":7,"max_projects":2,"max_endpoints":3,"retention_days":4,
                           "max_retries":5,"overage_rate_per_message":0}}]}
                """);
        assertThat(
                        read(Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_PLANS_FILE", file.toString()))
                                .billing()
                                .plans()
                                .free()
                                .limits()
                                .messagesPerMonth())
                .isEqualTo(7);
    }

    @Test
    void a_brand_that_cannot_be_shown_is_refused_with_the_reason() throws IOException {
        Path file = Files.writeString(folder.resolve("logo.png"), "<svg/>");

        assertThat(
                        problems(
                                Profile.DEVELOPMENT,
                                Map.of(
                                        "HOOKBRIDGE_PORTAL_NAME", "Acme".repeat(11),
                                        "HOOKBRIDGE_PORTAL_LOGO", file.toString(),
                                        "HOOKBRIDGE_PORTAL_COLOR", "#ffcc00")))
                .satisfiesExactlyInAnyOrder(
                        problem ->
                                assertThat(problem)
                                        .isEqualTo(
                                                "HOOKBRIDGE_PORTAL_NAME is longer than 40 characters"),
                        problem ->
                                assertThat(problem).isEqualTo("HOOKBRIDGE_PORTAL_LOGO is no PNG"),
                        problem ->
                                assertThat(problem)
                                        .startsWith("HOOKBRIDGE_PORTAL_COLOR is too light"));
        assertThat(
                        problems(
                                Profile.DEVELOPMENT,
                                Map.of("HOOKBRIDGE_PORTAL_LOGO", folder.resolve("x").toString())))
                .containsExactly("HOOKBRIDGE_PORTAL_LOGO names no file that can be read");
    }

    @Test
    void every_mistake_is_told_at_once() {
        List<String> problems =
                problems(
                        Profile.PRODUCTION,
                        Map.of(
                                "HOOKBRIDGE_PORT", "99999",
                                "HOOKBRIDGE_LOG_LEVEL", "loud",
                                "HOOKBRIDGE_COLOUR", "green",
                                "HOOKBRIDGE_ROLES", "api,cook",
                                "HOOKBRIDGE_DATABASE_URL", "jdbc:postgresql://db.example/hooks"));

        assertThat(problems).hasSize(6);
        assertThat(String.join("\n", problems))
                .contains("HOOKBRIDGE_PORT must be a whole number from 0 to 65535")
                .contains("HOOKBRIDGE_LOG_LEVEL")
                .contains("HOOKBRIDGE_COLOUR is not a setting")
                .contains("HOOKBRIDGE_ROLES")
                .contains("HOOKBRIDGE_PUBLIC_URL is required")
                .contains("HOOKBRIDGE_SECRET_KEY_FILE is required with an external database");
    }

    @Test
    void retries_take_seconds_on_a_developers_machine_and_a_week_in_production() {
        assertThat(read(Profile.DEVELOPMENT, Map.of()).messages().retries().longestUntilEachRetry())
                .hasSize(7)
                .last()
                .isEqualTo(Duration.ofMillis(271_700));
        assertThat(
                        read(
                                        Profile.DEVELOPMENT,
                                        Map.of(
                                                "HOOKBRIDGE_RETRY_DELAYS", "1s, 2m,3h",
                                                "HOOKBRIDGE_RETRY_STATUSES", "404,5xx",
                                                "HOOKBRIDGE_DELIVERY_TIMEOUT_SECONDS", "60"))
                                .messages()
                                .retries()
                                .inWords())
                .isEqualTo(
                        "Up to 4 attempts: the first at once, then 3 retries after 1 second, 2 minutes and 3 hours."
                                + " Tried again after 404 and 5xx, and where there was no complete answer."
                                + " Each attempt may take 1 minute.");
        assertThat(Setting.RETRY_DELAYS.defaultText(Profile.PRODUCTION).replace(",", ", "))
                .isEqualTo(DelayWords.of(RetryPolicy.DEFAULT.delays()));
    }

    @Test
    void retries_that_cannot_be_or_that_payloads_do_not_live_to_see_are_told() {
        assertThat(
                        problems(
                                Profile.DEVELOPMENT,
                                Map.of(
                                        "HOOKBRIDGE_RETRY_DELAYS", "5",
                                        "HOOKBRIDGE_RETRY_STATUSES", "200",
                                        "HOOKBRIDGE_DELIVERY_TIMEOUT_SECONDS", "61")))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("HOOKBRIDGE_RETRY_DELAYS must be 1 to 50 delays such as 30s,5m,2h,1d");
        assertThat(problems(Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_RETRY_DELAYS", "7d,7d")))
                .first()
                .asString()
                .startsWith(
                        "HOOKBRIDGE_RETRY_DELAYS: free.limits: retention_days must be at least");
    }

    @Test
    void a_database_is_spread_by_citus_alone_and_needs_an_address() {
        assertThat(problems(Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_DISTRIBUTED", "citus")))
                .singleElement()
                .asString()
                .startsWith("HOOKBRIDGE_DISTRIBUTED=citus needs HOOKBRIDGE_DATABASE_URL");
        assertThat(
                        problems(
                                Profile.DEVELOPMENT,
                                Map.of(
                                        "HOOKBRIDGE_DISTRIBUTED", "yes",
                                        "HOOKBRIDGE_DISTRIBUTED_SHARDS", "0")))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("HOOKBRIDGE_DISTRIBUTED must be citus"))
                .anyMatch(problem -> problem.startsWith("HOOKBRIDGE_DISTRIBUTED_SHARDS must be"));
        Map<String, String> spread =
                Map.of(
                        "HOOKBRIDGE_DISTRIBUTED", "citus",
                        "HOOKBRIDGE_DATABASE_URL", "jdbc:postgresql://db.example/hooks");
        assertThat(read(Profile.DEVELOPMENT, spread).storage().shards()).hasValue(32);
        Map<String, String> more = new HashMap<>(spread);
        more.put("HOOKBRIDGE_READ_DATABASE_URL", "jdbc:postgresql://db2.example/hooks");
        more.put("HOOKBRIDGE_COLD_BUCKET", "payloads");
        assertThat(problems(Profile.DEVELOPMENT, more))
                .contains(
                        "HOOKBRIDGE_READ_DATABASE_URL does not go together with HOOKBRIDGE_DISTRIBUTED: leave one of them out",
                        "HOOKBRIDGE_COLD_BUCKET does not go together with HOOKBRIDGE_DISTRIBUTED: leave one of them out");
        assertThat(read(Profile.DEVELOPMENT, Map.of()).storage().shards()).isEmpty();
    }

    @Test
    void a_worker_is_another_server_of_a_database_that_is_spread() {
        Map<String, String> settings = new HashMap<>();
        settings.put("HOOKBRIDGE_DATABASE_URL", "postgresql://c/hookbridge");
        settings.put("HOOKBRIDGE_WORKER_DATABASE_URL", "postgresql://w1/hookbridge");
        assertThat(problems(Profile.DEVELOPMENT, settings))
                .containsExactly(
                        "HOOKBRIDGE_WORKER_DATABASE_URL needs HOOKBRIDGE_DISTRIBUTED=citus: without it there are no workers");

        settings.put("HOOKBRIDGE_DISTRIBUTED", "citus");
        assertThat(read(Profile.DEVELOPMENT, settings).storage().worker()).isPresent();

        settings.put(
                "HOOKBRIDGE_WORKER_DATABASE_URL",
                "postgresql://other:FAKEsecret@c:5432/hookbridge");
        assertThat(problems(Profile.DEVELOPMENT, settings))
                .containsExactly(
                        "HOOKBRIDGE_WORKER_DATABASE_URL is the same as HOOKBRIDGE_DATABASE_URL, the coordinator: name a worker,"
                                + " or leave it out");
    }

    @Test
    void a_node_whose_roles_leave_it_nothing_to_do_is_refused() {
        assertThat(problems(Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_ROLES", ",")))
                .singleElement()
                .asString()
                .startsWith("HOOKBRIDGE_ROLES leaves this node nothing to do");
        assertThat(read(Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_ROLES", "receive")).roles())
                .hasSize(1);
    }

    @Test
    void variables_of_the_sdks_and_their_tests_may_stand_in_the_same_shell() {
        assertThat(
                        read(
                                        Profile.DEVELOPMENT,
                                        Map.of(
                                                "HOOKBRIDGE_BASE_URL", "http://localhost:8080",
                                                "HOOKBRIDGE_SEND_URL", "http://localhost:8080",
                                                "HOOKBRIDGE_API_KEY", "hb_live_FAKE",
                                                "HOOKBRIDGE_TEST_ENDPOINT", "https://x.example",
                                                "HOOKBRIDGE_TEST_ENDPOINT_URL", "https://x.example",
                                                "HOOKBRIDGE_RECEIVER_URL", "https://x.example",
                                                "HOOKBRIDGE_SIGNING_SECRET", "whsec_FAKE",
                                                "PATH", "/bin"))
                                .http()
                                .port())
                .isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource({
        "HOOKBRIDGE_PROT, HOOKBRIDGE_PORT",
        "HOOKBRIDGE_PORTS, HOOKBRIDGE_PORT",
        "HOOKBRIDGE_public_url, HOOKBRIDGE_PUBLIC_URL",
        "HOOKBRIDGE_DATABSE_URL, HOOKBRIDGE_DATABASE_URL",
        "HOOKBRIDGE_STRIPE_SECRET_KEY_TEST, ''",
        "HOOKBRIDGE_STRIPE_TEST_WEBHOOK_SECRET, HOOKBRIDGE_STRIPE_TEST_WEBHOOK_SECRETS",
        "HOOKBRIDGE_TEST_ENDPOINTS_URL, ''",
        "HOOKBRIDGE_, ''",
    })
    void an_unknown_variable_is_refused_with_the_setting_that_was_meant(
            String variable, String meant) {
        assertThat(problems(Profile.DEVELOPMENT, Map.of(variable, "1")))
                .containsExactly(
                        variable
                                + " is not a setting"
                                + (meant.isEmpty()
                                        ? "; docs/configuration.md lists them all"
                                        : ", did you mean " + meant + "?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HOOKBRIDGE_PORT                        | eighty
                    HOOKBRIDGE_PORT                        | -1
                    HOOKBRIDGE_HOST                        | http://0.0.0.0
                    HOOKBRIDGE_HOST                        | 0.0.0.0:8080
                    HOOKBRIDGE_HOST                        | 999.1.1.1
                    HOOKBRIDGE_ADMIN_HOST                  | not a host
                    HOOKBRIDGE_ADMIN_PORT                  | 8080
                    HOOKBRIDGE_ADMIN_ALLOWED_HOSTS         | http://metrics.example.com
                    HOOKBRIDGE_ADMIN_ALLOWED_HOSTS         | *.example.com
                    HOOKBRIDGE_DATA_DIR                    | /dev/null
                    HOOKBRIDGE_DATA_DIR                    | /$HOME
                    HOOKBRIDGE_SECRET_KEY_FILE             | /dev/null
                    HOOKBRIDGE_SECRET_KEY_FILE             | /
                    HOOKBRIDGE_PUBLIC_URL                  | hooks.example.com
                    HOOKBRIDGE_PUBLIC_URL                  | ftp://hooks.example.com
                    HOOKBRIDGE_PUBLIC_URL                  | https://hooks.example.com/path
                    HOOKBRIDGE_PUBLIC_URL                  | https://user@hooks.example.com
                    HOOKBRIDGE_DATABASE_URL                | mysql://db/hooks
                    HOOKBRIDGE_DATABASE_CONNECTIONS        | 1
                    HOOKBRIDGE_BOOTSTRAP_API_KEY           | short
                    HOOKBRIDGE_BOOTSTRAP_API_KEY           | hb_prod_FAKE0123456789FAKE01
                    HOOKBRIDGE_BILLING                     | paypal
                    HOOKBRIDGE_BILLING                     | stripe
                    HOOKBRIDGE_STRIPE_TEST_SECRET_KEY      | sk_live_FAKE0123456789
                    HOOKBRIDGE_STRIPE_LIVE_SECRET_KEY      | rk_test_FAKE0123456789
                    HOOKBRIDGE_STRIPE_TEST_WEBHOOK_SECRETS | FAKE
                    HOOKBRIDGE_STRIPE_API_BASE             | https://api.stripe.com/v1
                    HOOKBRIDGE_STRIPE_PORTAL_HOSTS         | https://billing.stripe.com
                    HOOKBRIDGE_STRIPE_CALLS_PER_SECOND     | 0
                    HOOKBRIDGE_ALLOWED_TARGETS             | 10.0.0.1/8
                    HOOKBRIDGE_ALLOWED_TARGETS             | 10.0.0.0/8,intranet
                    HOOKBRIDGE_PORTAL_CALLS_PER_MINUTE     | 0
                    HOOKBRIDGE_PORTAL_COLOR                | FAKE
                    HOOKBRIDGE_PORTAL_LOGO                 | /FAKE.png
                    """)
    void a_value_that_does_not_fit_is_named_and_never_repeated(String name, String value) {
        assertThat(problems(Profile.DEVELOPMENT, Map.of(name, value)))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).doesNotContain("FAKE"))
                .anySatisfy(problem -> assertThat(problem).startsWith("HOOKBRIDGE_"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOOKBRIDGE_TRUSTED_PROXIES", "HOOKBRIDGE_ALLOWED_TARGETS"})
    void of_a_list_of_addresses_each_wrong_entry_is_told_by_its_place(String name) {
        String value = "10.0.0.7, 10.0.0.7/8, ::ffff:10.0.0.0/104, 10.0.0.0/33, proxy.example";

        assertThat(problems(Profile.DEVELOPMENT, Map.of(name, value)))
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).contains("with no bits set after"))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith(name + ": entry 2 "),
                        problem -> assertThat(problem).startsWith(name + ": entry 4 "),
                        problem -> assertThat(problem).startsWith(name + ": entry 5 "));
    }

    @Test
    void no_proxy_is_trusted_that_was_not_named() {
        assertThat(read(Profile.DEVELOPMENT, Map.of()).http().trustedProxies()).isEmpty();
        assertThat(
                        read(
                                        Profile.DEVELOPMENT,
                                        Map.of("HOOKBRIDGE_TRUSTED_PROXIES", "10.0.0.7,fd00::/8"))
                                .http()
                                .trustedProxies())
                .hasSize(2);
    }

    @Test
    void the_key_file_is_looked_at_together_with_everything_else() throws IOException {
        Path open = Files.writeString(folder.resolve("open.key"), "FAKE");
        Map<String, String> settings =
                new HashMap<>(
                        Map.of(
                                "HOOKBRIDGE_PUBLIC_URL", "ftp://hooks.example.com",
                                "HOOKBRIDGE_DATABASE_URL", "postgresql://db.example/hooks",
                                "HOOKBRIDGE_SECRET_KEY_FILE", open.toString()));

        assertThat(problems(Profile.PRODUCTION, settings))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("HOOKBRIDGE_PUBLIC_URL must be"))
                .anyMatch(problem ->
                        problem.startsWith("HOOKBRIDGE_SECRET_KEY_FILE: ")
                                && problem.contains("chmod 600 " + open));
        settings.put("HOOKBRIDGE_SECRET_KEY_FILE", folder.resolve("absent.key").toString());
        assertThat(problems(Profile.PRODUCTION, settings))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("admin key-file create " + folder));
        assertThat(folder.resolve("absent.key")).doesNotExist();
    }

    @Test
    void what_may_not_have_been_meant_is_told_as_a_warning() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createFile(data.resolve("server.lock"));
        Path key = folder.resolve("secret.key");
        new SecretKeyFile(key).create();
        Map<String, String> risky =
                Map.of(
                        "HOOKBRIDGE_PUBLIC_URL", "http://hooks.example.com",
                        "HOOKBRIDGE_DATA_DIR", data.toString(),
                        "HOOKBRIDGE_DATABASE_URL", "postgresql://u:FAKE@db.example/hooks",
                        "HOOKBRIDGE_SECRET_KEY_FILE", key.toString(),
                        "HOOKBRIDGE_DEFAULT_RETURN_URL", "https://hooks.example.com/",
                        "HOOKBRIDGE_ALLOWED_RETURN_ORIGINS", "https://hooks.example.com",
                        "HOOKBRIDGE_ADMIN_HOST", "0.0.0.0");

        assertThat(ConfigurationWarnings.of(read(Profile.PRODUCTION, risky)))
                .satisfiesExactly(
                        warning -> assertThat(warning).contains("HOOKBRIDGE_DATABASE_URL is set"),
                        warning -> assertThat(warning).contains("HOOKBRIDGE_PUBLIC_URL begins"),
                        warning -> assertThat(warning).contains("HOOKBRIDGE_ADMIN_HOST is 0.0.0.0"))
                .noneMatch(warning -> warning.contains("FAKE"));
        Map<String, String> sound = Map.of("HOOKBRIDGE_PUBLIC_URL", "https://hooks.example.com");
        assertThat(ConfigurationWarnings.of(read(Profile.PRODUCTION, sound)))
                .singleElement()
                .asString()
                .contains("embedded PostgreSQL");
        assertThat(ConfigurationWarnings.of(read(Profile.DEVELOPMENT, Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 127.0.0.1",
        "::, 127.0.0.1",
        "::1, [::1]",
        "10.0.0.7, 10.0.0.7",
        "node.internal, node.internal",
    })
    void what_listens_everywhere_is_reached_by_loopback(String host, String fromHere) {
        assertThat(ListenAddress.fromHere(host)).isEqualTo(fromHere);
    }

    @Test
    void an_empty_value_is_a_mistake_and_not_a_default() {
        assertThat(problems(Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_STRIPE_TEST_SECRET_KEY", " ")))
                .anySatisfy(problem -> assertThat(problem).contains("is empty"));
    }

    @Test
    void deliveries_reach_loopback_in_development_and_only_what_was_named_in_production() {
        assertThat(reaches(Profile.DEVELOPMENT, Map.of(), "127.0.0.1", "::1")).isTrue();
        assertThat(reaches(Profile.DEVELOPMENT, Map.of(), "10.0.0.1")).isFalse();
        Map<String, String> named =
                Map.of(
                        "HOOKBRIDGE_PUBLIC_URL",
                        "https://hooks.example.com",
                        "HOOKBRIDGE_ALLOWED_TARGETS",
                        "10.0.0.0/8, fd00::/8");
        assertThat(reaches(Profile.PRODUCTION, named, "10.0.0.1", "fd00::1")).isTrue();
        assertThat(reaches(Profile.PRODUCTION, named, "127.0.0.1")).isFalse();
        Map<String, String> nothing = Map.of("HOOKBRIDGE_PUBLIC_URL", "https://hooks.example.com");
        assertThat(read(Profile.PRODUCTION, nothing).messages().allowedTargets()).isEmpty();
    }

    private static boolean reaches(
            Profile profile, Map<String, String> environment, String... addresses) {
        AddressRules rules =
                new AddressRules(read(profile, environment).messages().allowedTargets());
        return Stream.of(addresses).map(InetAddress::ofLiteral).allMatch(rules::allows);
    }

    @Test
    void a_stripe_key_chooses_stripe_for_its_mode() {
        Configuration configuration =
                read(
                        Profile.DEVELOPMENT,
                        Map.of("HOOKBRIDGE_STRIPE_TEST_SECRET_KEY", "rk_test_FAKE0123456789"));

        assertThat(configuration.billing().provider())
                .isEqualTo(BillingConfiguration.Provider.STRIPE);
        assertThat(configuration.billing().stripe().keys()).containsOnlyKeys(Mode.TEST);
        assertThat(configuration.toString()).doesNotContain("FAKE");
    }

    @Test
    void a_file_gives_settings_and_the_environment_wins() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("hookbridge.properties"),
                        "HOOKBRIDGE_PORT=9000\nHOOKBRIDGE_ADMIN_PORT=9001\n");

        Configuration configuration =
                ConfigurationReader.read(
                        Profile.DEVELOPMENT, Map.of("HOOKBRIDGE_PORT", "9100"), file);

        assertThat(configuration.http().port()).isEqualTo(9100);
        assertThat(configuration.http().adminPort()).isEqualTo(9001);
    }

    @Test
    void a_file_with_an_unknown_key_or_none_at_all_is_refused() throws IOException {
        Path file =
                Files.writeString(folder.resolve("wrong.properties"), "PORT=1\nHOOKBRIDGE_X=2\n");

        assertThatThrownBy(() -> ConfigurationReader.read(Profile.DEVELOPMENT, Map.of(), file))
                .hasMessageContaining("PORT in ")
                .hasMessageContaining("HOOKBRIDGE_X is not a setting");
    }

    @Test
    void a_file_that_is_no_properties_file_is_refused_with_the_reason() throws IOException {
        Path file = folder.resolve("hookbridge.properties");

        assertThat(problems(file)).containsExactly(named(file, "does not exist"));
        assertThat(problems(folder))
                .containsExactly(
                        named(
                                folder,
                                "cannot be read: it must be a file that this process may read"));
        Files.write(file, new byte[] {'#', (byte) 0xE9, '\n'});
        assertThat(problems(file)).containsExactly(named(file, "is not in UTF-8"));
        Files.writeString(file, "HOOKBRIDGE_DATA_DIR=C:\\users");
        assertThat(problems(file))
                .singleElement()
                .asString()
                .contains("has a \\u that is not followed");
    }

    @Test
    void a_name_that_stands_twice_is_a_mistake_and_the_rest_of_a_broken_line_is_not_shown()
            throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("twice.properties"),
                        """
                        HOOKBRIDGE_PORT=1
                        HOOKBRIDGE_PORT=2
                        HOOKBRIDGE_STRIPE_TEST_WEBHOOK_SECRETS=whsec_FAKE00001,
                        whsec_FAKE00002
                        """);

        assertThat(problems(file))
                .contains(
                        "HOOKBRIDGE_PORT stands in " + file + " twice",
                        "a name in " + file + " is not a setting")
                .noneMatch(problem -> problem.contains("FAKE"));
    }

    private static String named(Path file, String problem) {
        return "the configuration file " + file + " " + problem;
    }

    private static List<String> problems(Path file) {
        return catchThrowableOfType(
                        ConfigurationProblems.class,
                        () -> ConfigurationReader.read(Profile.DEVELOPMENT, Map.of(), file))
                .problems();
    }

    private static Configuration read(Profile profile, Map<String, String> environment) {
        return ConfigurationReader.read(profile, new HashMap<>(environment), null);
    }

    private static List<String> problems(Profile profile, Map<String, String> environment) {
        ConfigurationProblems thrown =
                catchThrowableOfType(ConfigurationProblems.class, () -> read(profile, environment));
        assertThat(thrown).as("the configuration was accepted").isNotNull();
        return thrown.problems();
    }

    @Test
    void a_read_replica_is_one_server_beside_the_primary() {
        assertThat(replicaProblem("postgresql://db2/hookbridge", null))
                .startsWith(
                        "HOOKBRIDGE_READ_DATABASE_URL needs HOOKBRIDGE_DATABASE_URL, which names the primary");
        assertThat(replicaProblem("postgresql://db2,db3/hookbridge", "postgresql://db1/hookbridge"))
                .startsWith("HOOKBRIDGE_READ_DATABASE_URL must name one host");
        assertThat(
                        replicaProblem(
                                "postgresql://other:FAKEsecret@db1:5432/hookbridge",
                                "postgresql://db1/hookbridge"))
                .isEqualTo(
                        "HOOKBRIDGE_READ_DATABASE_URL is the same as HOOKBRIDGE_DATABASE_URL: name a standby of it, or leave it"
                                + " out");
    }

    private static String replicaProblem(String replica, @Nullable String primary) {
        Map<String, String> settings = new HashMap<>();
        settings.put("HOOKBRIDGE_READ_DATABASE_URL", replica);
        if (primary != null) {
            settings.put("HOOKBRIDGE_DATABASE_URL", primary);
        }
        return problems(Profile.DEVELOPMENT, settings).getFirst();
    }
}
