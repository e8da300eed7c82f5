package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Json;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The archive of a release, made of what is built here: {@code mvn -Prelease verify}. It runs where
 * there is neither Java nor Maven.
 */
@Tag("release")
class ReleaseTest {

    private static final int TERMINATED = 128 + 15;

    private static final String END = ".tar.gz";

    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();

    @AutoClose private static final Place place = Place.empty("release");

    @Test
    void the_archive_has_everything_that_a_server_needs() throws Exception {
        run(
                SOURCES,
                SOURCES.resolve("hookbridge").toString(),
                "release",
                "--as-built",
                "--without-image");
        Path made = SOURCES.resolve("target/release");
        run(made, "sha256sum", "--check", "--strict", "SHA256SUMS");
        String archive =
                names(made).stream().filter(name -> name.endsWith(END)).findFirst().orElseThrow();
        run(place.folder(), "tar", "-xzf", made.resolve(archive).toString());
        Path release =
                place.folder().resolve(archive.substring(0, archive.length() - END.length()));

        Set<String> jars = names(release.resolve("server/lib"));
        JsonNode parts =
                Json.MAPPER.readTree(release.resolve("sbom.json").toFile()).path("components");
        assertThat(parts.valueStream())
                .extracting(part ->
                        part.path("name").asString()
                                + "-"
                                + part.path("version").asString()
                                + ".jar")
                .containsExactlyInAnyOrderElementsOf(jars);
        // The table has a line for its columns.
        assertThat(Files.readAllLines(release.resolve("licences/libraries.tsv")))
                .hasSize(1 + jars.size());

        Map<String, String> settings = place.launch("up").settings();
        try (RunningServer server = RunningServer.up(place, start(release, settings, "up"))) {
            assertThat(server.operator("/readyz").status()).isEqualTo(200);
            assertThat(
                            server.api()
                                    .post("/v1/billing/portal")
                                    .key(place.key())
                                    .json("{}")
                                    .send()
                                    .data()
                                    .path("portal_url")
                                    .asString())
                    .startsWith(server.publicUrl().toString());
            assertThat(server.stop("TERM")).isEqualTo(TERMINATED);
        }
        try (Child build = start(release, settings, "release")) {
            assertThat(build.awaitExit()).isEqualTo(1);
            assertThat(build.err().text()).contains("release needs the sources of HookBridge");
        }
    }

    /** With a PATH on which Java and Maven are of no use. */
    private static Child start(Path release, Map<String, String> settings, String command)
            throws IOException {
        Path useless = Files.createDirectories(place.folder().resolve("useless"));
        for (String tool : List.of("java", "javac", "mvn")) {
            Path program = Files.writeString(useless.resolve(tool), "#!/bin/sh\nexit 99\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
        ProcessBuilder builder =
                new ProcessBuilder(release.resolve("hookbridge").toString(), command)
                        .directory(place.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(settings);
        builder.environment().put("PATH", useless + ":/usr/bin:/bin");
        return new Child(builder);
    }

    private static void run(Path folder, String... command) throws Exception {
        Path said = Files.createTempFile(place.folder(), "said", ".txt");
        int exit =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start()
                        .waitFor();
        assertThat(exit).as(Files.readString(said)).isZero();
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
