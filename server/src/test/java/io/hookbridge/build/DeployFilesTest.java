package io.hookbridge.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.hookbridge.app.config.Profile;
import io.hookbridge.app.config.Setting;
import io.hookbridge.base.Json;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a release brings for systemd, Compose and Kubernetes fits the settings and the version.
 * Where Helm is installed, it renders the chart to what is kept as rendered.yaml.
 */
@Tag("unit")
class DeployFilesTest {

    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path CHART = DEPLOY.resolve("helm/hookbridge");
    private static final Path RENDERED = DEPLOY.resolve("helm/rendered.yaml");

    private static final Pattern VARIABLE = Pattern.compile("\\bHOOKBRIDGE_[A-Z_]+\\b");

    /** What the start script, the file of Compose and the import of endpoints read besides. */
    private static final Set<String> NO_SETTINGS =
            Set.of(
                    "HOOKBRIDGE_JAVA_OPTS",
                    "HOOKBRIDGE_BIND",
                    "HOOKBRIDGE_URL",
                    "HOOKBRIDGE_API_KEY");

    @Test
    void they_name_no_setting_that_does_not_exist() throws IOException {
        Set<String> known = new HashSet<>(NO_SETTINGS);
        Arrays.stream(Setting.values()).map(Setting::variable).forEach(known::add);
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(VARIABLE.matcher(Files.readString(file)).results())
                        .as(file.toString())
                        .extracting(MatchResult::group)
                        .isSubsetOf(known);
            }
        }
    }

    @Test
    void they_are_of_the_version_that_is_built() throws IOException {
        String version =
                Pattern.compile("\n    <version>(.+)</version>")
                        .matcher(Files.readString(Path.of("../pom.xml")))
                        .results()
                        .map(found -> found.group(1))
                        .findFirst()
                        .orElseThrow();
        JsonNode chart = new YAMLMapper().readTree(CHART.resolve("Chart.yaml"));

        assertThat(chart.path("version").asString()).isEqualTo(version);
        assertThat(chart.path("appVersion").asString()).isEqualTo(version);
        assertThat(
                        new YAMLMapper()
                                .readTree(DEPLOY.resolve("compose.yaml"))
                                .at("/services/hookbridge/image")
                                .asString())
                .isEqualTo("hookbridge:" + version);
        assertThat(Files.readString(Path.of("../docs/install.md")))
                .contains("hookbridge-" + version + "-linux-amd64.tar.gz");
    }

    @Test
    void the_values_of_the_chart_keep_to_their_schema_and_others_do_not() throws IOException {
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(Files.readString(CHART.resolve("values.schema.json")));
        String values = Files.readString(CHART.resolve("values.yaml"));

        assertThat(schema.validate(values, InputFormat.YAML)).isEmpty();
        assertThat(schema.validate(values.replace("replicas:", "replica:"), InputFormat.YAML))
                .isNotEmpty();
        assertThat(schema.validate("publicUrl: hooks.example.com/path", InputFormat.YAML))
                .isNotEmpty();
    }

    @Test
    void pods_may_do_no_more_than_they_need() throws IOException {
        JsonNode pod = only("Deployment").at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");

        assertThat(pod.path("automountServiceAccountToken").asBoolean()).isFalse();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asString())
                .isEqualTo("RuntimeDefault");
        assertThat(container.path("securityContext"))
                .isEqualTo(
                        Json.MAPPER.readTree(
                                """
                                {"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
                                 "capabilities": {"drop": ["ALL"]}}
                                """));
        // What a read-only root leaves to write.
        assertThat(container.path("volumeMounts").valueStream())
                .filteredOn(mount -> !mount.path("readOnly").asBoolean())
                .extracting(mount -> mount.path("mountPath").asString())
                .containsExactly("/var/lib/hookbridge", "/tmp");
    }

    @Test
    void everything_of_the_chart_leads_to_its_pods() throws IOException {
        JsonNode template = only("Deployment").at("/spec/template");
        JsonNode container = template.at("/spec/containers/0");
        Map<String, Integer> ports = new HashMap<>();
        container
                .path("ports")
                .forEach(port ->
                        ports.put(
                                port.path("name").asString(), port.path("containerPort").asInt()));

        assertThat(ports)
                .isEqualTo(
                        Map.of(
                                "http", port(Setting.PORT),
                                "operator", port(Setting.ADMIN_PORT)));
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(ports).containsKey(container.at("/" + probe + "/httpGet/port").asString());
        }
        Stream<JsonNode> selectors =
                Stream.concat(
                        all("Service").map(service -> service.at("/spec/selector")),
                        Stream.of(
                                only("Deployment").at("/spec/selector/matchLabels"),
                                only("PodDisruptionBudget").at("/spec/selector/matchLabels")));
        assertThat(selectors)
                .hasSize(4)
                .allSatisfy(selector ->
                        assertThat(template.at("/metadata/labels").properties())
                                .isNotEmpty()
                                .containsAll(selector.properties()));
        assertThat(all("Service").flatMap(service -> service.at("/spec/ports").valueStream()))
                .extracting(port -> port.path("targetPort").asString())
                .containsExactlyInAnyOrder("http", "operator");
    }

    @Test
    void helm_finds_nothing_wrong_and_renders_what_is_kept() throws Exception {
        assumeTrue(hasHelm(), "Helm is not installed");

        helm("lint", "--strict", CHART.toString());
        String rendered = rendered("hookbridge");
        if ("apply".equals(System.getProperty("docs"))) {
            Files.writeString(RENDERED, rendered);
        }
        assertThat(Files.readString(RENDERED))
                .as(
                        "write it again with: mvn -q -pl server test -Dtest=DeployFilesTest -Ddocs=apply")
                .isEqualTo(rendered);
        assertThat(rendered("other", "--set", "ingress.enabled=true"))
                .contains("kind: Ingress", "host: \"hooks.example.com\"");
    }

    private static String rendered(String name, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("template", name, CHART.toString()));
        // One that Helm would otherwise ask the cluster for.
        arguments.addAll(List.of("--kube-version", "1.31.0"));
        arguments.addAll(List.of(options));
        return helm(arguments.toArray(String[]::new));
    }

    private static int port(Setting setting) {
        return Integer.parseInt(setting.defaultText(Profile.PRODUCTION));
    }

    private static JsonNode only(String kind) throws IOException {
        List<JsonNode> found = all(kind).toList();
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }

    private static Stream<JsonNode> all(String kind) throws IOException {
        try (MappingIterator<JsonNode> documents =
                new YAMLMapper().readerFor(JsonNode.class).readValues(RENDERED.toFile())) {
            return documents.readAll().stream()
                    .filter(document -> document.path("kind").asString().equals(kind));
        }
    }

    private static boolean hasHelm() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "helm")));
    }

    private static String helm(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("helm"), Stream.of(arguments)).toList();
        Process helm = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(helm.waitFor()).as(said).isZero();
        return said;
    }
}
