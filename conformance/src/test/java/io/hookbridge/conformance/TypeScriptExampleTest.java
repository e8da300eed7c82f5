package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookbridge.base.Patience;
import io.hookbridge.sdk.HookBridge;
import io.hookbridge.sdk.endpoint.CreateEndpointRequest;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The client in TypeScript that tools make of our description, where its tools are installed. */
@Tag("black-box")
@ExtendWith(SharedServer.class)
class TypeScriptExampleTest {

    private static final Path FOLDER = Path.of("..", "examples", "typescript");

    @Test
    void a_client_made_of_the_description_compiles_and_sends(Installation installation)
            throws Exception {
        assumeTrue(
                Files.isDirectory(FOLDER.resolve("node_modules")),
                "npm ci was not run in examples/typescript");
        run(List.of("npm", "run", "build"), Map.of());
        HookBridge client =
                HookBridge.builder()
                        .baseUrl(installation.server().publicUrl().toString())
                        .apiKey(installation.key())
                        .build();
        String endpoint =
                client.endpoints()
                        .create(CreateEndpointRequest.of("http://127.0.0.1:9/typescript"))
                        .endpoint()
                        .id();
        Map<String, String> environment =
                Map.of(
                        "HOOKBRIDGE_BASE_URL", installation.server().publicUrl().toString(),
                        "HOOKBRIDGE_API_KEY", installation.key());

        String printed = run(List.of("node", "out/send.js", endpoint, "1042"), environment);
        String again = run(List.of("node", "out/send.js", endpoint, "1042"), environment);

        String id = printed.split(" ", 2)[0];
        assertThat(again).startsWith(id + " ");
        assertThat(new String(client.messages().payload(id), StandardCharsets.UTF_8))
                .isEqualTo("{\"event\":\"order.created\",\"order\":1042}");
        client.endpoints().delete(endpoint);
    }

    private static String run(List<String> command, Map<String, String> environment)
            throws Exception {
        Path said = Files.createTempFile("typescript", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(FOLDER.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
            String text = Files.readString(said);
            assertThat(ended && process.exitValue() == 0).as(text).isTrue();
            return text;
        } finally {
            process.destroyForcibly();
            Files.delete(said);
        }
    }
}
