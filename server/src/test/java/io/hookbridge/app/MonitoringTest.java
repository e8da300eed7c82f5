package io.hookbridge.app;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookbridge.base.Json;
import io.hookbridge.base.Patience;
import io.hookbridge.billing.sync.BillingAlerts;
import io.hookbridge.message.MessageRows;
import io.hookbridge.net.HeldPort;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The alert rules and the dashboard in {@code deploy}: they ask for what {@code /metrics} says, and
 * {@code docs/monitoring.md} says what to do. Where Debian's package {@code prometheus} is
 * installed, its programs play every alert and ask every query of the dashboard.
 */
@Tag("database")
class MonitoringTest {

    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path RULES = DEPLOY.resolve("prometheus/alerts.yml");
    private static final Path PLAYED = DEPLOY.resolve("prometheus/alerts.test.yml");
    private static final Path DASHBOARD = DEPLOY.resolve("grafana/hookbridge.json");

    private static final Pattern METRIC =
            Pattern.compile("\\b((?:hookbridge|hikaricp|jvm|process|system)_[a-z0-9_]+)");
    private static final Pattern ALERT = Pattern.compile("`(HookBridge[A-Z][A-Za-z]+)`");
    private static final Pattern OF_A_HISTOGRAM = Pattern.compile("_(bucket|count|sum|max)$");

    /**
     * What has happened on no node that has just started, or is there where PostgreSQL is embedded.
     */
    private static final Set<String> MAY_BE_EMPTY =
            Set.of("hookbridge_inbound_requests_total", "hookbridge_data_folder_free_bytes");

    @Test
    void rules_and_dashboard_ask_for_documented_metrics_only() throws IOException {
        String documented = Files.readString(Path.of("..", "docs", "metrics.md"));
        Set<String> asked = new TreeSet<>();
        Stream.concat(alerts().stream().map(rule -> rule.path("expr").asString()), queries())
                .forEach(expression -> {
                    Matcher names = METRIC.matcher(expression);
                    while (names.find()) {
                        asked.add(names.group(1));
                    }
                });

        assertThat(asked)
                .isNotEmpty()
                .allSatisfy(name ->
                        assertThat(documented)
                                .containsAnyOf(
                                        "| `%s` |".formatted(name),
                                        "| `%s` | histogram"
                                                .formatted(
                                                        OF_A_HISTOGRAM
                                                                .matcher(name)
                                                                .replaceFirst(""))));
    }

    @Test
    void every_alert_is_played_and_has_a_section_that_says_what_to_do() throws IOException {
        List<String> sections =
                Files.readAllLines(Path.of("..", "docs", "monitoring.md")).stream()
                        .filter(line -> line.startsWith("### "))
                        .map(line -> line.substring("### ".length()))
                        .toList();
        List<String> fired = new ArrayList<>();
        for (JsonNode played : yaml(PLAYED).path("tests")) {
            for (JsonNode expected : played.path("alert_rule_test")) {
                if (!expected.path("exp_alerts").isEmpty()) {
                    fired.add(expected.path("alertname").asString());
                }
            }
        }
        List<String> alerts = alerts().stream().map(rule -> rule.path("alert").asString()).toList();

        assertThat(sections).containsExactlyInAnyOrderElementsOf(alerts);
        assertThat(fired).containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void incidents_are_told_by_alerts_that_exist() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher names = ALERT.matcher(Files.readString(Path.of("..", "docs", "incidents.md")));
        while (names.find()) {
            named.add(names.group(1));
        }

        assertThat(alerts())
                .extracting(rule -> rule.path("alert").asString())
                .containsAll(named)
                .isNotEmpty();
    }

    @Test
    void each_kind_of_billing_alert_has_a_line_that_says_what_to_do() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "billing.md"));

        assertThat(BillingAlerts.Kind.values())
                .allSatisfy(kind ->
                        assertThat(document)
                                .contains(
                                        "| `%s` | "
                                                .formatted(kind.name().toLowerCase(Locale.ROOT))));
    }

    @Test
    void each_alert_fires_on_what_it_is_for_and_not_on_what_looks_like_it() throws Exception {
        Process promtool = start("promtool", "test", "rules", PLAYED.toAbsolutePath().toString());
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @Test
    void every_query_of_the_dashboard_has_an_answer(@TempDir Path folder) throws Exception {
        assumeInstalled("prometheus");
        try (TestApp app = TestApp.start();
                HeldPort port = HeldPort.open();
                HttpClient client = HttpClient.newHttpClient()) {
            app.client()
                    .post("/v1/webhooks/send")
                    .key(KEY)
                    .json(
                            "{\"endpoint_id\": \"%s\", \"payload\": {}}"
                                    .formatted(MessageRows.of(app).endpoint()))
                    .send();
            String address = "127.0.0.1:" + port.number();
            Path configuration =
                    Files.writeString(
                            folder.resolve("prometheus.yml"),
                            """
                            global: {scrape_interval: 1s}
                            rule_files: ['%s']
                            scrape_configs:
                              - job_name: hookbridge
                                static_configs: [{targets: ['127.0.0.1:%d']}]
                            """
                                    .formatted(RULES.toAbsolutePath(), app.adminPort()));
            Process prometheus =
                    start(
                            "prometheus",
                            "--config.file=" + configuration,
                            "--storage.tsdb.path=" + folder.resolve("series"),
                            "--web.listen-address=" + address,
                            "--log.level=error");
            try {
                Patience.until(
                        "two scrapes",
                        () -> values(client, address, "count_over_time(up[1m]) >= 2") > 0);

                assertThat(
                                queries()
                                        .filter(query ->
                                                MAY_BE_EMPTY.stream().noneMatch(query::contains)))
                        .isNotEmpty()
                        .allSatisfy(query ->
                                assertThat(values(client, address, query)).as(query).isPositive());
                assertThat(values(client, address, "ALERTS{alertstate=\"firing\"}")).isZero();
            } finally {
                prometheus.destroy();
                prometheus.waitFor();
            }
        }
    }

    /** How many values Prometheus answers with; 0 also as long as it is not ready. */
    private static int values(HttpClient client, String address, String query) {
        URI uri =
                URI.create(
                        "http://%s/api/v1/query?query=%s"
                                .formatted(
                                        address, URLEncoder.encode(query, StandardCharsets.UTF_8)));
        try {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == HttpURLConnection.HTTP_UNAVAILABLE
                    ? 0
                    : Json.MAPPER.readTree(answer.body()).path("data").path("result").size();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static List<JsonNode> alerts() {
        List<JsonNode> rules = new ArrayList<>();
        yaml(RULES).path("groups").forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    /** Those of all panels, for all nodes. */
    private static Stream<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : Json.MAPPER.readTree(Files.readString(DASHBOARD)).path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(
                        target.path("expr")
                                .asString()
                                .replace("$instance", ".*")
                                .replace("$__rate_interval", "1m"));
            }
        }
        return queries.stream();
    }

    private static JsonNode yaml(Path file) {
        return new YAMLMapper().readTree(file);
    }

    private static Process start(String program, String... arguments) throws IOException {
        assumeInstalled(program);
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void assumeInstalled(String program) {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
                program + " is missing: apt-get install --no-install-recommends prometheus");
    }
}
