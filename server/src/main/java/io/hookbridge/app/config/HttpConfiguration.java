package io.hookbridge.app.config;

import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.http.ConnectionLimits;
import io.hookbridge.http.ServerCertificate;

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
 * @param certificate of {@code port}; empty if it speaks plain HTTP
 * @param publicUrl empty when it is to be worked out from the port that was taken
 * @param receiveUrl empty for {@code publicUrl}
 * @param streamUrl the same
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
        Optional<ServerCertificate> certificate,
        Optional<URI> publicUrl,
        Optional<URI> receiveUrl,
        Optional<URI> streamUrl,
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
                        certificate(values),
                        publicUrl(values),
                        httpUrl(values, Setting.RECEIVE_URL),
                        httpUrl(values, Setting.STREAM_URL),
                        values.ranges(Setting.TRUSTED_PROXIES),
                        connections(values),
                        pageTemplates(values));
        if (http.port == http.adminPort && http.port != 0) {
            values.problem(
                    "%s and %s must be two ports, such as 8080 and 9464"
                            .formatted(Setting.PORT.variable(), Setting.ADMIN_PORT.variable()));
        }
        if (http.certificate.isPresent()
                && http.publicUrl.filter(url -> url.getScheme().equals("http")).isPresent()) {
            values.problem(
                    "%s must begin with https where %s is set"
                            .formatted(
                                    Setting.PUBLIC_URL.variable(),
                                    Setting.TLS_CERTIFICATE.variable()));
        }
        return http;
    }

    private static Optional<ServerCertificate> certificate(SettingValues values) {
        Optional<Path> certificate = values.path(Setting.TLS_CERTIFICATE);
        Optional<Path> key = values.path(Setting.TLS_KEY);
        String both = Setting.TLS_CERTIFICATE.variable() + " and " + Setting.TLS_KEY.variable();
        if (certificate.isEmpty() || key.isEmpty()) {
            if (certificate.isPresent() || key.isPresent()) {
                values.problem(both + " are set together or not at all");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(ServerCertificate.of(certificate.get(), key.get()));
        } catch (ServerCertificate.UnusableException unusable) {
            values.problem(both + ": " + unusable.getMessage());
            return Optional.empty();
        }
    }

    /** Where this machine reaches a server with this port. */
    public URI localUrl(int ofPort) {
        return URI.create((certificate.isPresent() ? "https" : "http") + "://localhost:" + ofPort);
    }

    private static Optional<URI> publicUrl(SettingValues values) {
        Optional<String> text = values.value(Setting.PUBLIC_URL);
        if (text.isEmpty() && values.profile() == Profile.PRODUCTION) {
            values.problem(
                    Setting.PUBLIC_URL.variable()
                            + " is required: the address under which browsers reach this server");
        }
        return httpUrl(values, Setting.PUBLIC_URL);
    }

    private static Optional<URI> httpUrl(SettingValues values, Setting setting) {
        return values.value(setting).flatMap(url -> values.httpUrl(setting, url));
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
