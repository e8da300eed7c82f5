package io.hookbridge.app.config;

import io.hookbridge.tenant.apikey.KeyText;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the configuration once, and finds every mistake in it before anything starts. */
public final class ConfigurationReader {

    private static final Set<String> LOG_LEVELS = Set.of("error", "warn", "info", "debug");

    private ConfigurationReader() {}

    /**
     * @param file a properties file, or null for none
     * @throws ConfigurationProblems with every mistake
     */
    public static Configuration read(
            Profile profile, Map<String, String> environment, @Nullable Path file) {
        SettingValues values = new SettingValues(profile);
        if (file != null) {
            values.addFile(file);
        }
        values.add(environment);
        MessageConfiguration messages = MessageConfiguration.read(values);
        Configuration configuration =
                new Configuration(
                        profile,
                        values.inForce(),
                        roles(values),
                        logLevel(values),
                        bootstrapApiKey(values),
                        HttpConfiguration.read(values),
                        StorageConfiguration.read(values),
                        messages,
                        TraceConfiguration.read(values),
                        BillingConfiguration.read(values, messages.retries()));
        configuration.billing().checkReturnUrls(values, configuration.http());
        values.requireNoProblems();
        return configuration;
    }

    private static Set<Role> roles(SettingValues values) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : values.list(Setting.ROLES)) {
            Optional<Role> role = Role.of(word);
            if (role.isPresent()) {
                roles.add(role.get());
            } else {
                values.problem(
                        Setting.ROLES.variable()
                                + " may hold api, receive, deliver, console and jobs, separated by commas");
            }
        }
        if (roles.isEmpty()) {
            values.problem(Setting.ROLES.variable() + " leaves this node nothing to do");
        }
        return roles;
    }

    private static String logLevel(SettingValues values) {
        String level = values.value(Setting.LOG_LEVEL).orElseThrow().toLowerCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(level)) {
            values.problem(Setting.LOG_LEVEL.variable() + " must be error, warn, info or debug");
        }
        return level;
    }

    private static Optional<KeyText> bootstrapApiKey(SettingValues values) {
        Optional<String> text = values.value(Setting.BOOTSTRAP_API_KEY);
        Optional<KeyText> key = text.flatMap(KeyText::parse);
        if (text.isPresent() && key.isEmpty()) {
            values.problem(
                    Setting.BOOTSTRAP_API_KEY.variable()
                            + " must be hb_live_ or hb_test_ and 20 to 100 letters and digits");
        }
        return key;
    }
}
