package io.hookbridge.app.config;

import io.hookbridge.base.Mode;
import io.hookbridge.base.SecretBox;
import io.hookbridge.billing.plan.InvalidPlans;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.portal.InvalidReturnUrlPolicyException;
import io.hookbridge.db.DatabaseAddress;
import io.hookbridge.db.InvalidDatabaseAddress;
import io.hookbridge.db.embedded.PostgresInTheBox;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the configuration once, and finds every mistake in it before anything starts. */
public final class ConfigurationReader {

    private static final Set<String> LOG_LEVELS = Set.of("error", "warn", "info", "debug");

    private final Profile profile;
    private final SettingValues values;

    private ConfigurationReader(Profile profile, SettingValues values) {
        this.profile = profile;
        this.values = values;
    }

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
        return new ConfigurationReader(profile, values).configuration();
    }

    private Configuration configuration() {
        Optional<DatabaseAddress> database =
                values.value(Setting.DATABASE_URL).flatMap(this::database);
        Path dataDir = dataDir(database.isEmpty());
        boolean keyFileRequired = profile == Profile.PRODUCTION && database.isPresent();
        Map<Mode, String> stripeKeys = stripeKeys();
        Configuration configuration =
                new Configuration(
                        profile,
                        values.listenAddress(Setting.HOST),
                        values.integer(Setting.PORT, 0, 65535),
                        values.listenAddress(Setting.ADMIN_HOST),
                        values.integer(Setting.ADMIN_PORT, 0, 65535),
                        values.authorities(Setting.ADMIN_ALLOWED_HOSTS),
                        publicUrl(),
                        dataDir,
                        database,
                        values.integer(Setting.DATABASE_CONNECTIONS, 2, 1000),
                        secretKeyFile(dataDir, keyFileRequired),
                        !keyFileRequired,
                        values.value(Setting.BOOTSTRAP_API_KEY).filter(this::isApiKey),
                        values.list(Setting.ALLOWED_RETURN_ORIGINS),
                        values.value(Setting.DEFAULT_RETURN_URL),
                        values.integer(Setting.PORTAL_CALLS_PER_MINUTE, 1, 10_000_000),
                        values.integer(Setting.CHECKOUT_CALLS_PER_MINUTE, 1, 10_000_000),
                        billing(stripeKeys),
                        plans(),
                        values.integer(Setting.HISTORY_DAYS, 1, 3650),
                        values.ranges(Setting.ALLOWED_TARGETS),
                        values.ranges(Setting.TRUSTED_PROXIES),
                        stripeKeys,
                        stripeApiBase(),
                        values.hosts(Setting.STRIPE_PORTAL_HOSTS),
                        values.hosts(Setting.STRIPE_CHECKOUT_HOSTS),
                        values.integer(Setting.STRIPE_CALLS_PER_SECOND, 1, 1000),
                        webhookSecrets(),
                        meterEvent(),
                        roles(),
                        pageTemplates(),
                        logLevel());
        checkPorts(configuration);
        checkReturnUrls(configuration);
        values.requireNoProblems();
        return configuration;
    }

    /**
     * @param embedded whether PostgreSQL is to live there
     */
    private Path dataDir(boolean embedded) {
        Path folder = values.path(Setting.DATA_DIR).orElse(Path.of("data"));
        boolean usable =
                Files.notExists(folder)
                        || (Files.isDirectory(folder) && (!embedded || Files.isWritable(folder)));
        if (!usable) {
            values.problem(
                    Setting.DATA_DIR.variable()
                            + " must be a folder that this process may write to");
        } else if (embedded && !PostgresInTheBox.canLiveIn(folder)) {
            values.problem(
                    Setting.DATA_DIR.variable()
                            + " must have no \", $, `, \\ and control characters in its whole path");
        }
        return folder;
    }

    /**
     * A file that is there is read now, so that nothing is begun with a key that cannot be used.
     */
    private Path secretKeyFile(Path dataDir, boolean required) {
        Optional<Path> named = values.path(Setting.SECRET_KEY_FILE);
        if (required && named.isEmpty()) {
            values.problem(
                    Setting.SECRET_KEY_FILE.variable()
                            + " is required with an external database, so that every node has the same key: name a file,"
                            + " such as /etc/hookbridge/secret.key, that ./hookbridge admin key-file create has made");
        }
        Path file = named.orElse(dataDir.resolve("secret.key"));
        if (Files.exists(file) || (required && named.isPresent())) {
            try {
                SecretBox.open(file, false);
            } catch (IOException unusable) {
                values.problem(Setting.SECRET_KEY_FILE.variable() + ": " + unusable.getMessage());
            }
        }
        return file;
    }

    private void checkPorts(Configuration configuration) {
        if (configuration.port() == configuration.adminPort() && configuration.port() != 0) {
            values.problem(
                    "%s and %s must be two ports, such as 8080 and 9464"
                            .formatted(Setting.PORT.variable(), Setting.ADMIN_PORT.variable()));
        }
    }

    private Optional<Path> pageTemplates() {
        Optional<Path> folder = values.path(Setting.PAGE_TEMPLATES);
        if (folder.isPresent() && profile == Profile.PRODUCTION) {
            values.problem(Setting.PAGE_TEMPLATES.variable() + " works with up only");
        } else if (folder.isPresent() && !Files.isRegularFile(folder.get().resolve("layout.jte"))) {
            values.problem(
                    Setting.PAGE_TEMPLATES.variable()
                            + " must be a folder with templates of pages");
        }
        return folder;
    }

    private Optional<URI> publicUrl() {
        Optional<String> text = values.value(Setting.PUBLIC_URL);
        if (text.isEmpty()) {
            if (profile == Profile.PRODUCTION) {
                values.problem(
                        Setting.PUBLIC_URL.variable()
                                + " is required: the address under which browsers reach this server");
            }
            return Optional.empty();
        }
        return text.flatMap(url -> values.httpUrl(Setting.PUBLIC_URL, url));
    }

    private URI stripeApiBase() {
        URI standard = URI.create(Setting.STRIPE_API_BASE.defaultText(profile));
        return values.httpUrl(
                        Setting.STRIPE_API_BASE,
                        values.value(Setting.STRIPE_API_BASE).orElseThrow())
                .orElse(standard);
    }

    private Optional<DatabaseAddress> database(String text) {
        try {
            return Optional.of(DatabaseAddress.parse(text));
        } catch (InvalidDatabaseAddress invalid) {
            values.problem(Setting.DATABASE_URL.variable() + " " + invalid.getMessage());
            return Optional.empty();
        }
    }

    private boolean isApiKey(String text) {
        boolean valid = text.matches("hb_(live|test)_[0-9A-Za-z]{20,100}");
        if (!valid) {
            values.problem(
                    Setting.BOOTSTRAP_API_KEY.variable()
                            + " must be hb_live_ or hb_test_ and 20 to 100 letters and digits");
        }
        return valid;
    }

    private Map<Mode, String> stripeKeys() {
        Map<Mode, String> keys = new EnumMap<>(Mode.class);
        values.value(Setting.STRIPE_TEST_SECRET_KEY).ifPresent(key -> keys.put(Mode.TEST, key));
        values.value(Setting.STRIPE_LIVE_SECRET_KEY).ifPresent(key -> keys.put(Mode.LIVE, key));
        keys.forEach((mode, key) -> {
            if (!key.matches("[sr]k_" + mode.word() + "_[0-9A-Za-z_]{8,250}")) {
                values.problem(
                        "HOOKBRIDGE_STRIPE_"
                                + mode
                                + "_SECRET_KEY must be a Stripe key of "
                                + mode.word()
                                + " mode: sk_"
                                + mode.word()
                                + "_… or rk_"
                                + mode.word()
                                + "_…");
            }
        });
        return keys;
    }

    private Map<Mode, List<String>> webhookSecrets() {
        Map<Mode, List<String>> secrets = new EnumMap<>(Mode.class);
        secrets.put(Mode.TEST, webhookSecrets(Setting.STRIPE_TEST_WEBHOOK_SECRETS));
        secrets.put(Mode.LIVE, webhookSecrets(Setting.STRIPE_LIVE_WEBHOOK_SECRETS));
        return secrets;
    }

    /** Also a blank entry is a mistake: with a blank secret anybody could sign. */
    private List<String> webhookSecrets(Setting setting) {
        List<String> secrets =
                values.value(setting).stream()
                        .flatMap(text -> Stream.of(text.split(",", -1)))
                        .map(String::strip)
                        .toList();
        if (!secrets.stream().allMatch(secret -> secret.matches("whsec_\\S{8,250}"))) {
            values.problem(
                    setting.variable()
                            + " must hold signing secrets that begin with whsec_, separated by commas");
        }
        return secrets;
    }

    private String meterEvent() {
        String name = values.value(Setting.STRIPE_METER_EVENT).orElseThrow();
        if (!name.matches("[A-Za-z0-9_]{1,100}")) {
            values.problem(
                    Setting.STRIPE_METER_EVENT.variable()
                            + " must be 1 to 100 letters, digits and underscores");
        }
        return name;
    }

    private void checkReturnUrls(Configuration configuration) {
        if (configuration.publicUrl().isEmpty() && profile == Profile.PRODUCTION) {
            return; // That it is missing is told already; the rest would only be guesses.
        }
        // A port that is yet to be chosen decides nothing here.
        URI url =
                configuration
                        .publicUrl()
                        .orElse(
                                URI.create(
                                        "http://localhost:" + Math.max(1, configuration.port())));
        try {
            configuration.returnUrlPolicy(url);
        } catch (InvalidReturnUrlPolicyException invalid) {
            invalid.problems().stream().map(ConfigurationReader::named).forEach(values::problem);
        }
    }

    private static String named(String returnUrlProblem) {
        return "%s, %s, or what %s makes of them: %s"
                .formatted(
                        Setting.ALLOWED_RETURN_ORIGINS.variable(),
                        Setting.DEFAULT_RETURN_URL.variable(),
                        Setting.PUBLIC_URL.variable(),
                        returnUrlProblem);
    }

    private Configuration.Billing billing(Map<Mode, String> stripeKeys) {
        Optional<String> word = values.value(Setting.BILLING);
        if (word.isEmpty()) {
            return stripeKeys.isEmpty()
                    ? Configuration.Billing.BUILTIN
                    : Configuration.Billing.STRIPE;
        }
        return switch (word.get()) {
            case "stripe" -> {
                if (stripeKeys.isEmpty()) {
                    values.problem(
                            "HOOKBRIDGE_BILLING=stripe needs HOOKBRIDGE_STRIPE_TEST_SECRET_KEY,"
                                    + " HOOKBRIDGE_STRIPE_LIVE_SECRET_KEY or both");
                }
                yield Configuration.Billing.STRIPE;
            }
            case "builtin" -> Configuration.Billing.BUILTIN;
            default -> {
                values.problem(Setting.BILLING.variable() + " must be stripe or builtin");
                yield Configuration.Billing.BUILTIN;
            }
        };
    }

    private Plans plans() {
        Optional<Path> file = values.path(Setting.PLANS_FILE);
        try {
            return file.isEmpty() ? Plans.shipped() : Plans.parse(Files.readString(file.get()));
        } catch (InvalidPlans invalid) {
            invalid.mistakes()
                    .forEach(mistake ->
                            values.problem(Setting.PLANS_FILE.variable() + ": " + mistake));
        } catch (IOException unreadable) {
            values.problem(
                    Setting.PLANS_FILE.variable() + " names no file that can be read as text");
        }
        return Plans.shipped();
    }

    private Set<Role> roles() {
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
        if (EnumSet.of(Role.RECEIVE).containsAll(roles)) {
            values.problem(
                    Setting.ROLES.variable()
                            + " leaves this node nothing to do: add api, deliver, console or jobs (receive has nothing"
                            + " to do yet)");
        }
        return roles;
    }

    private String logLevel() {
        String level = values.value(Setting.LOG_LEVEL).orElseThrow().toLowerCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(level)) {
            values.problem(Setting.LOG_LEVEL.variable() + " must be error, warn, info or debug");
        }
        return level;
    }
}
