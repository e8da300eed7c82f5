package io.hookbridge.billing.portal;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The URL parser of node, which follows the same standard as browsers do. */
final class WhatwgUrlParser {

    /** Escapes, because an unpaired surrogate has no other form in which it could be sent. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private WhatwgUrlParser() {}

    static boolean isInstalled() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
    }

    /** The origin of each URL in one run of node; null where a string is no URL on its own. */
    static List<@Nullable String> origins(List<String> urls)
            throws IOException, InterruptedException, URISyntaxException {
        Process node =
                new ProcessBuilder("node", script().toString()).redirectErrorStream(true).start();
        try {
            try (var in = node.getOutputStream()) {
                in.write(JSON.writeValueAsBytes(urls));
            }
            String out = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (node.waitFor() != 0) {
                throw new IOException("node failed: " + out);
            }
            return JSON.readValue(out, new TypeReference<>() {});
        } finally {
            node.destroyForcibly();
        }
    }

    private static Path script() throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(WhatwgUrlParser.class.getResource("/whatwg-origins.mjs"))
                        .toURI());
    }
}
