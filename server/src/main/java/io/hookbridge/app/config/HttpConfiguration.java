package io.hookbridge.app.config;

import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.http.ConnectionLimits;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the server listens and what it answers.
 *
 * @param host without brackets
 * @param port 0 for any free one
 * @param adminHost without brackets
 * @param adminPort 0 for any free one
 * @param adminAllowedHosts {@code host} or {@code host:port}, in lower case
 * @param publicUrl empty when it is to be worked out from the port that was taken
 * @param trustedProxies whose word about the address of a caller is taken
 * @param connections of callers; the operator's port has its own
 * @param pageTemplates empty for the compiled ones
 */
public record HttpConfiguration(
        String host,
        int port,
        String adminHost,
        int adminPort,
        Set<String> adminAllowedHosts,
        Optional<URI> publicUrl,
        List<AddressRange> trustedProxies,
        ConnectionLimits connections,
        Optional<Path> pageTemplates) {

    static HttpConfiguration read(SettingValues values) {
        HttpConfiguration http =
                new HttpConfiguration(
                        values.listenAddress(Setting.HOST),
                        values.integer(Setting.PORT, 0, 65535),
                        values.listenAddress(Setting.ADMIN_HOST),
                        values.integer(Setting.ADMIN_PORT, 0, 65535),
                        values.authorities(Setting.ADMIN_ALLOWED_HOSTS),
                        publicUrl(values),
                        values.ranges(Setting.TRUSTED_PROXIES),
                        connections(values),
                        pageTemplates(values));
        if (http.port == http.adminPort && http.port != 0) {
            values.problem(
                    "%s and %s must be two ports, such as 8080 and 9464"
                            .formatted(Setting.PORT.variable(), Setting.ADMIN_PORT.variable()));
        }
        return http;
    }

    private static Optional<URI> publicUrl(SettingValues values) {
        Optional<String> text = values.value(Setting.PUBLIC_URL);
        if (text.isEmpty() && values.profile() == Profile.PRODUCTION) {
            values.problem(
                    Setting.PUBLIC_URL.variable()
                            + " is required: the address under which browsers reach this server");
        }
        return text.flatMap(url -> values.httpUrl(Setting.PUBLIC_URL, url));
    }

    private static ConnectionLimits connections(SettingValues values) {
        return new ConnectionLimits(
                values.integer(Setting.MAX_CONNECTIONS, 1, 1_000_000),
                values.integer(Setting.MAX_CONNECTIONS_PER_ADDRESS, 1, 1_000_000),
                Duration.ofSeconds(values.integer(Setting.IDLE_CONNECTION_SECONDS, 1, 3600)));
    }

    private static Optional<Path> pageTemplates(SettingValues values) {
        Optional<Path> folder = values.path(Setting.PAGE_TEMPLATES);
        if (folder.isPresent() && values.profile() == Profile.PRODUCTION) {
            values.problem(Setting.PAGE_TEMPLATES.variable() + " works with up only");
        } else if (folder.isPresent() && !Files.isRegularFile(folder.get().resolve("layout.jte"))) {
            values.problem(
                    Setting.PAGE_TEMPLATES.variable()
                            + " must be a folder with templates of pages");
        }
        return folder;
    }
}
