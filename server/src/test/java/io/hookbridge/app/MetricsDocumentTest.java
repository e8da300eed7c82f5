package io.hookbridge.app;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.message.MessageRows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code docs/metrics.md} lists what {@code /metrics} says, and nothing else. */
@Tag("database")
class MetricsDocumentTest {

    private static final Pattern ROW = Pattern.compile("\\| `([a-z_0-9]+)`.* \\| ([a-z]+) \\| .*");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_0-9]+) ([a-z]+)");

    /** Names of files and the property of {@code RunUntilShutdown} are no meters. */
    private static final Pattern METER =
            Pattern.compile("\"(hookbridge(?:\\.(?!css|js|svg|served)[a-z_]+)+)\"");

    @Test
    void what_a_server_says_is_told_with_its_type() throws IOException {
        Map<String, String> said = new TreeMap<>();
        try (TestApp app = TestApp.start()) {
            app.client().post("/v1/billing/portal").key(KEY).send();
            app.client()
                    .post("/v1/webhooks/send")
                    .key(KEY)
                    .json(
                            "{\"endpoint_id\": \"%s\", \"payload\": {}}"
                                    .formatted(MessageRows.of(app).endpoint()))
                    .send();
            String text = app.admin().get("/metrics").send().text();
            Files.writeString(Path.of("target", "metrics.txt"), text);
            Matcher types = TYPE.matcher(text);
            while (types.find()) {
                said.put(types.group(1), types.group(2));
            }
        }
        // The greatest value of the last minutes stands beside each histogram.
        said.keySet()
                .removeIf(name ->
                        name.endsWith("_max")
                                && "histogram".equals(said.get(name.replaceFirst("_max$", ""))));

        assertThat(said).doesNotContainValue("summary").isNotEmpty();
        assertThat(documented()).containsAllEntriesOf(said);
    }

    @Test
    void our_own_meters_are_told_and_no_others() throws IOException {
        TreeSet<String> told = new TreeSet<>();
        documented().keySet().stream()
                .filter(name -> name.startsWith("hookbridge_"))
                .map(name -> name.replaceFirst("_(total|seconds|bytes)$", ""))
                .forEach(told::add);

        assertThat(told).isEqualTo(metersOfTheSources());
    }

    private static Set<String> metersOfTheSources() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher meters = METER.matcher(Files.readString(file));
                while (meters.find()) {
                    names.add(meters.group(1).replace('.', '_').replaceFirst("_bytes$", ""));
                }
            }
        }
        return names;
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "metrics.md"));
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(rows.put(row.group(1), row.group(2))).as("a second " + line).isNull();
            }
        }
        return rows;
    }
}
