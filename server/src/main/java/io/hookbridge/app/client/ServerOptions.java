package io.hookbridge.app.client;

import io.hookbridge.app.config.HttpAddress;
import io.hookbridge.app.terminal.StartFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The options of a command that asks a server: which one, and with which key. */
public final class ServerOptions {

    private static final String SERVER_VARIABLE = "HOOKBRIDGE_BASE_URL";
    private static final String STANDARD_SERVER = "http://localhost:8080";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server; HOOKBRIDGE_BASE_URL or http://localhost:8080 without it.")
    private @Nullable String server;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description =
                    "A file with the API key, readable by its owner only; HOOKBRIDGE_API_KEY or data/api-key without"
                            + " it.")
    private @Nullable Path apiKeyFile;

    /**
     * The server's API.
     *
     * @throws StartFailure if there is no key, or no address of a server
     */
    public Api open(Map<String, String> environment) {
        return new Api(
                server(server, environment),
                ApiKeySource.of(apiKeyFile, environment.get(ApiKeySource.VARIABLE)).key(),
                Proxies.of(environment));
    }

    /**
     * Where a server is.
     *
     * @param option what was given with {@code --server}
     * @throws StartFailure if that, or the variable, is no address
     */
    public static URI server(@Nullable String option, Map<String, String> environment) {
        String text =
                option != null
                        ? option
                        : environment.getOrDefault(SERVER_VARIABLE, STANDARD_SERVER);
        return HttpAddress.parse(text)
                .orElseThrow(() ->
                        new StartFailure(
                                (option != null ? "--server" : SERVER_VARIABLE)
                                        + " must be "
                                        + HttpAddress.FORM));
    }
}
