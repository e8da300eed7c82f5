package io.hookbridge.db;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the database is and how to sign in.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/name}, perhaps with several hosts and with
 *     parameters; user and password are not in it
 * @param user null for whomever the driver takes then
 * @param password null if none was given
 */
public record DatabaseAddress(String jdbcUrl, @Nullable String user, @Nullable String password) {

    private static final String JDBC = "jdbc:";
    private static final String POSTGRESQL = "jdbc:postgresql://";

    /**
     * Strict, because the driver is not: it writes the parts of a URL that it cannot read to the
     * standard error, and they may be the rest of a password.
     */
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:jdbc:)?postgres(?:ql)?://(?:(?<signIn>[^@/?#]*)@)?(?<hosts>[^@/?#]+)"
                            + "/(?<name>[^@/?#]+)(?:\\?(?<parameters>[^#]*))?");

    private static final Pattern HOST =
            Pattern.compile(
                    "(?<host>[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::(?<port>\\d{1,5}))?");

    private static final String DEFAULT_PORT = "5432";

    /** What libpq calls otherwise than the driver does; other names are the same or only one's. */
    private static final Map<String, String> NAMES_OF_LIBPQ =
            Map.of(
                    "application_name", "ApplicationName",
                    "channel_binding", "channelBinding",
                    "connect_timeout", "connectTimeout",
                    "gssencmode", "gssEncMode",
                    "require_auth", "requireAuth",
                    "sslnegotiation", "sslNegotiation");

    /** Parameters that would lead elsewhere than the URL says. */
    private static final Set<String> ELSEWHERE = Set.of("PGHOST", "PGPORT", "PGDBNAME", "service");

    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private static final String RIGHT =
            "must look like postgresql://user:password@host:5432/name or"
                    + " jdbc:postgresql://host:5432/name?user=…&password=…";

    private static final String ENCODED =
            "; in a password write % as %25, @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, & as %26 and"
                    + " a blank as %20";

    /**
     * Reads the form that libpq and hosting providers use ({@code
     * postgresql://user:password@host:port/name?parameters}, percent-encoded) or a JDBC URL, where
     * user and password are parameters and {@code +} in a parameter is a blank.
     *
     * @throws InvalidDatabaseAddress for anything else
     */
    public static DatabaseAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new InvalidDatabaseAddress(RIGHT + ENCODED);
        }
        boolean jdbc = text.startsWith(JDBC);
        String[] signIn =
                form.group("signIn") == null ? new String[0] : form.group("signIn").split(":", 2);
        String user = signIn.length < 1 ? null : decode(plus(signIn[0]));
        String password = signIn.length < 2 ? null : decode(plus(signIn[1]));
        String name = jdbc ? form.group("name") : plus(form.group("name"));
        decode(name);
        StringJoiner others = new StringJoiner("&", "?", "").setEmptyValue("");
        for (Map.Entry<String, String> parameter : parameters(form.group("parameters"), jdbc)) {
            switch (parameter.getKey()) {
                case "user" -> user = decode(parameter.getValue());
                case "password" -> password = decode(parameter.getValue());
                default -> others.add(parameter.getKey() + "=" + parameter.getValue());
            }
        }
        return new DatabaseAddress(
                POSTGRESQL + hosts(form.group("hosts")) + "/" + name + others, user, password);
    }

    /** The hosts with a port each. */
    private static String hosts(String text) {
        StringJoiner hosts = new StringJoiner(",");
        for (String one : text.split(",", -1)) {
            Matcher host = HOST.matcher(one);
            if (!host.matches()) {
                throw new InvalidDatabaseAddress(RIGHT + ENCODED);
            }
            String port = host.group("port") == null ? DEFAULT_PORT : host.group("port");
            if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
                throw new InvalidDatabaseAddress("must have a port from 1 to 65535");
            }
            hosts.add(host.group("host") + ":" + port);
        }
        return hosts.toString();
    }

    /**
     * The parameters by their names in the driver, still encoded.
     *
     * <p>The driver ignores the ones that it does not know, and a misspelt {@code sslmode} would
     * mean no encryption.
     */
    private static Iterable<Map.Entry<String, String>> parameters(
            @Nullable String text, boolean jdbc) {
        return () ->
                Pattern.compile("&")
                        .splitAsStream(text == null ? "" : text)
                        .filter(one -> !one.isEmpty())
                        .map(one -> parameter(one, jdbc))
                        .iterator();
    }

    private static Map.Entry<String, String> parameter(String text, boolean jdbc) {
        String[] parts = text.split("=", 2);
        String name = NAMES_OF_LIBPQ.getOrDefault(parts[0], parts[0]);
        if (parts.length < 2 || PGProperty.forName(name) == null || ELSEWHERE.contains(name)) {
            throw new InvalidDatabaseAddress(
                    "has a parameter after the ? that the driver does not know: there may be those of pgJDBC, such"
                            + " as user, password, sslmode, sslrootcert and targetServerType"
                            + ENCODED);
        }
        String value = jdbc ? parts[1] : plus(parts[1]);
        String decoded = decode(value);
        if (name.equals(PGProperty.SSL_MODE.getName()) && !SSL_MODES.contains(decoded)) {
            throw new InvalidDatabaseAddress("has an sslmode that is none of " + SSL_MODES);
        }
        return Map.entry(name, value);
    }

    /** Outside of the parameters of a JDBC URL "+" means itself, unlike in a form. */
    private static String plus(String text) {
        return text.replace("+", "%2B");
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidDatabaseAddress(
                    "has a % that does not begin a percent-encoded character" + ENCODED);
        }
    }

    /** {@code host:port/name}, for sentences. */
    String place() {
        return jdbcUrl.substring(POSTGRESQL.length()).replaceFirst("\\?.*", "");
    }

    /** Whether the server is one of several, whichever can be reached or fits. */
    public boolean namesSeveralHosts() {
        return place().contains(",");
    }

    /** Whether both lead to the same hosts, ports and database. */
    public boolean isAtSamePlaceAs(DatabaseAddress other) {
        return place().equals(other.place());
    }

    /** Whether the URL demands encryption. */
    boolean demandsTls() {
        return jdbcUrl.toLowerCase(Locale.ROOT)
                .matches(".*[?&](?:sslmode=(?:require|verify-ca|verify-full)|ssl=true)\\b.*");
    }

    /** Whether the URL says which authorities are trusted. */
    boolean namesAuthorities() {
        return jdbcUrl.contains("sslrootcert=");
    }

    /** Leaves everything out that may hold a password. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + place() + "]";
    }
}
