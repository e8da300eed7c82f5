package io.hookbridge.app.config;

import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.base.ip.ListenAddress;

import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings as they were given, read as the types they have, and every mistake found so far. */
final class SettingValues {

    /**
     * Variables that may be set in the same shell and are no settings: those of the official SDKs,
     * of their test suites, and of commands that are clients of a server.
     */
    static final Set<String> NOT_OURS =
            Set.of(
                    "HOOKBRIDGE_API_KEY",
                    "HOOKBRIDGE_BASE_URL",
                    "HOOKBRIDGE_SEND_URL",
                    "HOOKBRIDGE_TEST_ENDPOINT",
                    "HOOKBRIDGE_TEST_ENDPOINT_URL",
                    "HOOKBRIDGE_RECEIVER_URL",
                    "HOOKBRIDGE_SIGNING_SECRET");

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z_]{0,60}");

    /** An address that is none, as no domain ends with a number. */
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9.-]{1,253}");

    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9._-]{1,253}(?::\\d{1,5})?");

    private final Profile profile;
    private final Map<String, String> values = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    SettingValues(Profile profile) {
        this.profile = profile;
    }

    Profile profile() {
        return profile;
    }

    void addFile(Path file) {
        PropertiesFile read;
        try {
            read = PropertiesFile.read(file);
        } catch (IOException unreadable) {
            problems.add("the configuration file " + file + " " + unreadable.getMessage());
            return;
        }
        read.repeated()
                .forEach(name -> problems.add(shown(name) + " stands in " + file + " twice"));
        read.values()
                .keySet()
                .forEach(name -> {
                    if (!name.startsWith(Setting.PREFIX)) {
                        problems.add(shown(name) + " in " + file + " is not a setting");
                    }
                });
        add(read.values());
    }

    /**
     * Where a line is broken in the wrong place, its rest is read as a name, and may be a secret.
     */
    private static String shown(String name) {
        return NAME.matcher(name).matches() ? name : "a name";
    }

    void add(Map<String, String> named) {
        named.forEach((name, value) -> {
            if (!name.startsWith(Setting.PREFIX) || NOT_OURS.contains(name)) {
                return;
            }
            if (Setting.of(name).isEmpty()) {
                problems.add(
                        name
                                + " is not a setting"
                                + Setting.nearest(name)
                                        .map(near -> ", did you mean " + near.variable() + "?")
                                        .orElse("; docs/configuration.md lists them all"));
            } else {
                values.put(name, value.strip());
            }
        });
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    /**
     * @throws ConfigurationProblems with every mistake, if there is one
     */
    void requireNoProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigurationProblems(problems);
        }
    }

    Optional<String> value(Setting setting) {
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

    /** Every setting, without the values of secrets. */
    List<SettingInForce> inForce() {
        return Stream.of(Setting.values())
                .map(setting -> {
                    String value = values.get(setting.variable());
                    return new SettingInForce(
                            setting,
                            value == null
                                    ? setting.defaultText(profile)
                                    : setting.secret() ? "***" : value,
                            value != null);
                })
                .toList();
    }

    List<String> list(Setting setting) {
        return value(setting).stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    int integer(Setting setting, int min, int max) {
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

    Optional<URI> httpUrl(Setting setting, String text) {
        Optional<URI> url = HttpAddress.parse(text);
        if (url.isEmpty()) {
            problems.add(setting.variable() + " must be " + HttpAddress.FORM);
        }
        return url;
    }

    /** The address or the name of a network interface, without brackets. */
    String listenAddress(Setting setting) {
        String text = value(setting).orElseThrow();
        String host =
                text.startsWith("[") && text.endsWith("]")
                        ? text.substring(1, text.length() - 1)
                        : text;
        if (!ListenAddress.isLiteral(host)
                && (!HOST_NAME.matcher(host).matches() || NUMBERS.matcher(host).matches())) {
            problems.add(
                    setting.variable()
                            + " must be an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::1, without a port");
        }
        return host;
    }

    /** The path, absolute or from the working directory. */
    Optional<Path> path(Setting setting) {
        try {
            return value(setting).map(Path::of);
        } catch (InvalidPathException invalid) {
            problems.add(setting.variable() + " must be a path, such as /etc/hookbridge/file");
            return Optional.empty();
        }
    }

    /** Host names, perhaps with ports. */
    Set<String> authorities(Setting setting) {
        Set<String> authorities = new TreeSet<>();
        for (String authority : list(setting)) {
            if (AUTHORITY.matcher(authority).matches()) {
                authorities.add(authority.toLowerCase(Locale.ROOT));
            } else {
                problem(
                        setting.variable()
                                + " must be a list of host names, perhaps with ports, such as"
                                + " hookbridge.internal,metrics:9464");
            }
        }
        return authorities;
    }

    /** Address ranges; of one that is none, the message tells the place in the list. */
    List<AddressRange> ranges(Setting setting) {
        List<AddressRange> ranges = new ArrayList<>();
        List<String> entries = list(setting);
        for (int i = 0; i < entries.size(); i++) {
            Optional<AddressRange> range = AddressRange.parse(entries.get(i));
            range.ifPresent(ranges::add);
            if (range.isEmpty()) {
                problems.add(
                        "%s: entry %d must be an address such as 10.1.2.3, or a range such as 10.1.0.0/16 or fd00::/8 with no bits set after the prefix"
                                .formatted(setting.variable(), i + 1));
            }
        }
        return ranges;
    }

    Set<String> hosts(Setting setting) {
        Set<String> hosts = new TreeSet<>();
        for (String host : list(setting)) {
            if (HOST_NAME.matcher(host).matches()) {
                hosts.add(host.toLowerCase(Locale.ROOT));
            } else {
                problems.add(
                        setting.variable()
                                + " must be a list of plain host names, such as billing.example.com");
            }
        }
        return hosts;
    }
}
