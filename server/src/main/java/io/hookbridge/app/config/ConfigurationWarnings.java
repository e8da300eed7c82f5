package io.hookbridge.app.config;

import io.hookbridge.base.ip.ListenAddress;
import io.hookbridge.db.embedded.PostgresInTheBox;

import java.util.ArrayList;
import java.util.List;

/** What a configuration allows, and whoever wrote it may not have meant. */
public final class ConfigurationWarnings {

    private ConfigurationWarnings() {}

    /** One sentence each, for the log of a server that starts. */
    public static List<String> of(Configuration configuration) {
        List<String> warnings = new ArrayList<>();
        boolean production = configuration.profile() == Profile.PRODUCTION;
        if (configuration.storage().database().isEmpty() && production) {
            warnings.add(
                    "running on the embedded PostgreSQL in %s: set %s for a database with backups and replicas of its own"
                            .formatted(
                                    configuration.storage().dataDir(),
                                    Setting.DATABASE_URL.variable()));
        }
        if (configuration.storage().database().isPresent()
                && PostgresInTheBox.wasStartedIn(configuration.storage().dataDir())) {
            warnings.add(
                    "%s is set: what the embedded PostgreSQL in %s holds is not used"
                            .formatted(
                                    Setting.DATABASE_URL.variable(),
                                    configuration.storage().dataDir()));
        }
        if (production && isPlainHttp(configuration)) {
            warnings.add(
                    "%s begins with http: passwords, sessions and API keys cross the network in the clear; put a proxy with TLS in front, or set %s, and write https"
                            .formatted(
                                    Setting.PUBLIC_URL.variable(),
                                    Setting.TLS_CERTIFICATE.variable()));
        }
        if (!ListenAddress.isLoopback(configuration.http().adminHost())) {
            warnings.add(
                    "%s is %s: whoever reaches that port reads, without signing in, readiness, metrics and the ids of projects"
                                    .formatted(
                                            Setting.ADMIN_HOST.variable(),
                                            configuration.http().adminHost())
                            + " with the numbers of their messages");
        }
        return warnings;
    }

    private static boolean isPlainHttp(Configuration configuration) {
        return configuration
                .http()
                .publicUrl()
                .filter(url ->
                        "http".equals(url.getScheme())
                                && !ListenAddress.isLoopback(
                                        url.getHost().replaceAll("[\\[\\]]", "")))
                .isPresent();
    }
}
