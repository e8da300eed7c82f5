package io.hookbridge.app.config;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.InvalidPlans;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.portal.InvalidReturnUrlPolicyException;
import io.hookbridge.db.DatabaseAddress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the configuration once, and finds every mistake in it before anything starts. */
public final class ConfigurationReader {

    /**
     * Variables of the official SDKs and of the start script, which may be set in the same shell.
     */
    private static final Set<String> NOT_OURS =
            Set.of("HOOKBRIDGE_BASE_URL", "HOOKBRIDGE_SEND_URL", "HOOKBRIDGE_API_KEY");

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9.-]{1,253}");
    private static final Pattern ADDRESS_RANGE =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)/\\d{1,3}");
    private static final Set<String> LOG_LEVELS = Set.of("error", "warn", "info", "debug");

    private final Profile profile;
    private final Map<String, String> values = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private ConfigurationReader(Profile profile) {
        this.profile = profile;
    }

    /**
     * @param file a properties file, or null for none
     * @throws ConfigurationProblems with every mistake
     */
    public static Configuration read(
            Profile profile, Map<String, String> environment, @Nullable Path file) {
        ConfigurationReader reader = new ConfigurationReader(profile);
        if (file != null) {
            reader.addFile(file);
        }
        reader.add(environment);
        return reader.configuration();
    }

    private void addFile(Path file) {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
        } catch (IOException | IllegalArgumentException unreadable) {
            problems.add("the configuration file " + file + " cannot be read as a properties file");
            return;
        }
        properties
                .stringPropertyNames()
                .forEach(name -> {
                    if (!name.startsWith(Setting.PREFIX)) {
                        problems.add(name + " in " + file + " is not a setting");
                    }
                });
        Map<String, String> named = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> named.put(name, properties.getProperty(name)));
        add(named);
    }

    private void add(Map<String, String> named) {
        named.forEach((name, value) -> {
            if (!name.startsWith(Setting.PREFIX) || NOT_OURS.contains(name)) {
                return;
            }
            if (Setting.of(name).isEmpty()) {
                problems.add(name + " is not a setting; docs/configuration.md lists them all");
            } else {
                values.put(name, value.strip());
            }
        });
    }

    private Configuration configuration() {
        Path dataDir = Path.of(value(Setting.DATA_DIR).orElse("./data"));
        Optional<DatabaseAddress> database = value(Setting.DATABASE_URL).flatMap(this::database);
        Optional<String> keyFile = value(Setting.SECRET_KEY_FILE);
        boolean keyFileRequired = profile == Profile.PRODUCTION && database.isPresent();
        if (keyFileRequired && keyFile.isEmpty()) {
            problems.add(
                    Setting.SECRET_KEY_FILE.variable()
                            + " is required with an external database, so that every node has the same key");
        }
        Map<Mode, String> stripeKeys = stripeKeys();
        checkTargets();
        Configuration configuration =
                new Configuration(
                        profile,
                        value(Setting.HOST).orElse("127.0.0.1"),
                        integer(Setting.PORT, 0, 65535),
                        integer(Setting.ADMIN_PORT, 0, 65535),
                        publicUrl(),
                        dataDir,
                        database,
                        integer(Setting.DATABASE_CONNECTIONS, 2, 1000),
                        keyFile.map(Path::of).orElse(dataDir.resolve("secret.key")),
                        !keyFileRequired,
                        value(Setting.BOOTSTRAP_API_KEY).filter(this::isApiKey),
                        list(Setting.ALLOWED_RETURN_ORIGINS),
                        value(Setting.DEFAULT_RETURN_URL),
                        integer(Setting.PORTAL_CALLS_PER_MINUTE, 1, 10_000_000),
                        integer(Setting.CHECKOUT_CALLS_PER_MINUTE, 1, 10_000_000),
                        billing(stripeKeys),
                        plans(),
                        integer(Setting.HISTORY_DAYS, 1, 3650),
                        stripeKeys,
                        stripeApiBase(),
                        hosts(Setting.STRIPE_PORTAL_HOSTS),
                        hosts(Setting.STRIPE_CHECKOUT_HOSTS),
                        integer(Setting.STRIPE_CALLS_PER_SECOND, 1, 1000),
                        webhookSecrets(),
                        meterEvent(),
                        roles(),
                        logLevel());
        checkReturnUrls(configuration);
        if (!problems.isEmpty()) {
            throw new ConfigurationProblems(problems);
        }
        return configuration;
    }

    private Optional<String> value(Setting setting) {
        String value = values.get(setting.variable());
        if (value == null) {
            return setting.defaultValue(profile);
        }
        if (value.isEmpty()) {
            problems.add(setting.variable() + " is empty; unset it or give it a value");
            return setting.defaultValue(profile);
        }
        return Optional.of(value);
    }

    private List<String> list(Setting setting) {
        return value(setting).stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private int integer(Setting setting, int min, int max) {
        String text = value(setting).orElseThrow();
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below together with the range.
        }
        problems.add(setting.variable() + " must be a whole number from " + min + " to " + max);
        return min;
    }

    private Optional<URI> publicUrl() {
        Optional<String> text = value(Setting.PUBLIC_URL);
        if (text.isEmpty()) {
            if (profile == Profile.PRODUCTION) {
                problems.add(
                        Setting.PUBLIC_URL.variable()
                                + " is required: the address under which browsers reach this server");
            }
            return Optional.empty();
        }
        return text.flatMap(url -> httpUrl(Setting.PUBLIC_URL, url));
    }

    private Optional<URI> httpUrl(Setting setting, String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean plain =
                    ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawPath().isEmpty()
                            && url.getRawQuery() == null
                            && url.getRawFragment() == null;
            if (plain) {
                return Optional.of(url);
            }
        } catch (URISyntaxException malformed) {
            // Told below together with what is wanted.
        }
        problems.add(
                setting.variable()
                        + " must be http:// or https:// with a host and maybe a port, and nothing after them");
        return Optional.empty();
    }

    private URI stripeApiBase() {
        URI standard = URI.create(Setting.STRIPE_API_BASE.defaultText(profile));
        return httpUrl(Setting.STRIPE_API_BASE, value(Setting.STRIPE_API_BASE).orElseThrow())
                .orElse(standard);
    }

    private Set<String> hosts(Setting setting) {
        Set<String> hosts = new TreeSet<>();
        for (String host : list(setting)) {
            if (HOST_NAME.matcher(host).matches()) {
                hosts.add(host.toLowerCase(Locale.ROOT));
            } else {
                problems.add(setting.variable() + " must be a list of plain host names");
            }
        }
        return hosts;
    }

    private Optional<DatabaseAddress> database(String text) {
        Optional<DatabaseAddress> address = DatabaseAddress.parse(text);
        if (address.isEmpty()) {
            problems.add(
                    Setting.DATABASE_URL.variable()
                            + " must begin with jdbc:postgresql:// or postgresql:// and name a host and a database");
        }
        return address;
    }

    private boolean isApiKey(String text) {
        boolean valid = text.matches("hb_(live|test)_[0-9A-Za-z]{20,100}");
        if (!valid) {
            problems.add(
                    Setting.BOOTSTRAP_API_KEY.variable()
                            + " must be hb_live_ or hb_test_ and 20 to 100 letters and digits");
        }
        return valid;
    }

    private Map<Mode, String> stripeKeys() {
        Map<Mode, String> keys = new EnumMap<>(Mode.class);
        value(Setting.STRIPE_TEST_SECRET_KEY).ifPresent(key -> keys.put(Mode.TEST, key));
        value(Setting.STRIPE_LIVE_SECRET_KEY).ifPresent(key -> keys.put(Mode.LIVE, key));
        keys.forEach((mode, key) -> {
            if (!key.matches("[sr]k_" + mode.word() + "_[0-9A-Za-z_]{8,250}")) {
                problems.add(
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
                value(setting).stream()
                        .flatMap(text -> Stream.of(text.split(",", -1)))
                        .map(String::strip)
                        .toList();
        if (!secrets.stream().allMatch(secret -> secret.matches("whsec_\\S{8,250}"))) {
            problems.add(
                    setting.variable()
                            + " must hold signing secrets that begin with whsec_, separated by commas");
        }
        return secrets;
    }

    private String meterEvent() {
        String name = value(Setting.STRIPE_METER_EVENT).orElseThrow();
        if (!name.matches("[A-Za-z0-9_]{1,100}")) {
            problems.add(
                    Setting.STRIPE_METER_EVENT.variable()
                            + " must be 1 to 100 letters, digits and underscores");
        }
        return name;
    }

    private void checkTargets() {
        if (!list(Setting.ALLOWED_TARGETS).stream().allMatch(ADDRESS_RANGE.asMatchPredicate())) {
            problems.add(
                    Setting.ALLOWED_TARGETS.variable()
                            + " must hold address ranges such as 10.1.0.0/16 or fd00::/8");
        }
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
            invalid.problems().stream().map(ConfigurationReader::named).forEach(problems::add);
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
        Optional<String> word = value(Setting.BILLING);
        if (word.isEmpty()) {
            return stripeKeys.isEmpty()
                    ? Configuration.Billing.BUILTIN
                    : Configuration.Billing.STRIPE;
        }
        return switch (word.get()) {
            case "stripe" -> {
                if (stripeKeys.isEmpty()) {
                    problems.add(
                            "HOOKBRIDGE_BILLING=stripe needs HOOKBRIDGE_STRIPE_TEST_SECRET_KEY,"
                                    + " HOOKBRIDGE_STRIPE_LIVE_SECRET_KEY or both");
                }
                yield Configuration.Billing.STRIPE;
            }
            case "builtin" -> Configuration.Billing.BUILTIN;
            default -> {
                problems.add(Setting.BILLING.variable() + " must be stripe or builtin");
                yield Configuration.Billing.BUILTIN;
            }
        };
    }

    private Plans plans() {
        Optional<String> file = value(Setting.PLANS_FILE);
        try {
            return file.isEmpty()
                    ? Plans.shipped()
                    : Plans.parse(Files.readString(Path.of(file.get())));
        } catch (InvalidPlans invalid) {
            invalid.mistakes()
                    .forEach(mistake ->
                            problems.add(Setting.PLANS_FILE.variable() + ": " + mistake));
        } catch (IOException | InvalidPathException unreadable) {
            problems.add(Setting.PLANS_FILE.variable() + " names no file that can be read as text");
        }
        return Plans.shipped();
    }

    private Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : list(Setting.ROLES)) {
            Optional<Role> role = Role.of(word);
            if (role.isPresent()) {
                roles.add(role.get());
            } else {
                problems.add(
                        Setting.ROLES.variable()
                                + " may hold api, receive, deliver, console and jobs, separated by commas");
            }
        }
        return roles;
    }

    private String logLevel() {
        String level = value(Setting.LOG_LEVEL).orElseThrow().toLowerCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(level)) {
            problems.add(Setting.LOG_LEVEL.variable() + " must be error, warn, info or debug");
        }
        return level;
    }
}
