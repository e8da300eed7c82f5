package io.hookbridge.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What {@code deploy/check-dependencies} makes of the answers of a service, or of none. */
@Tag("unit")
class KnownDefectsTest {

    @TempDir private Path temporary;
    private Path parts;

    private record Run(int exit, String said) {}

    @BeforeEach
    void list_two_libraries() throws IOException {
        assumeTrue(
                Stream.of("curl", "jq").allMatch(KnownDefectsTest::isInstalled),
                "curl or jq is not installed");
        parts =
                Files.writeString(
                        temporary.resolve("sbom.json"),
                        """
                        {"components": [
                            {"group": "com.google.code.gson", "name": "gson", "version": "2.8.10",
                             "purl": "pkg:maven/com.google.code.gson/gson@2.8.10?type=jar"},
                            {"group": "org.example", "name": "other", "version": "1.0",
                             "purl": "pkg:maven/org.example/other@1.0?type=jar"}]}
                        """);
    }

    @Test
    void defects_that_the_service_knows_are_told() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer service =
                service(
                        "{\"results\": [{}, {\"vulns\": [{\"id\": \"GHSA-1\"}, {\"id\": \"GHSA-2\"}]}]}",
                        asked);
        try {
            Run run = check(address(service));

            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.said()).isEqualTo("pkg:maven/org.example/other@1.0: GHSA-1, GHSA-2\n");
            assertThat(asked)
                    .containsExactly(
                            "{\"queries\":[{\"package\":{\"purl\":\"pkg:maven/com.google.code.gson/gson@2.8.10\"}},"
                                    + "{\"package\":{\"purl\":\"pkg:maven/org.example/other@1.0\"}}]}");
        } finally {
            service.stop(0);
        }
    }

    @Test
    void a_service_that_knows_none_is_believed() throws Exception {
        HttpServer service = service("{\"results\": [{}, {}]}", new ArrayList<>());
        try {
            Run run = check(address(service));

            assertThat(run.exit()).isZero();
            assertThat(run.said())
                    .hasLineCount(1)
                    .startsWith("no defect is known of 2 libraries, as " + address(service));
        } finally {
            service.stop(0);
        }
    }

    @Test
    void without_an_answer_the_list_decides_and_says_how_old_it_is() throws Exception {
        String nobody = "http://127.0.0.1:1/";

        Run good = check(nobody);
        assertThat(good.exit()).isZero();
        assertThat(good.said())
                .contains(nobody + " does not answer", "the list of 20", "by the list alone");

        Files.writeString(parts, Files.readString(parts).replace("2.8.10", "2.8.8"));
        Run bad = check(nobody);
        assertThat(bad.exit()).isEqualTo(1);
        assertThat(bad.said())
                .contains("com.google.code.gson:gson 2.8.8: CVE-2022-25647, mended in 2.8.9");
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static HttpServer service(String answer, List<String> asked) throws IOException {
        HttpServer service =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext(
                "/",
                exchange -> {
                    asked.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        service.start();
        return service;
    }

    private static String address(HttpServer service) {
        return "http://127.0.0.1:" + service.getAddress().getPort() + "/";
    }

    private Run check(String service) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("../deploy/check-dependencies", parts.toString())
                        .redirectErrorStream(true);
        builder.environment().put("ADVISORIES_URL", service);
        builder.environment().put("no_proxy", "127.0.0.1");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }
}
