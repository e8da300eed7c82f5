package io.hookbridge.db;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where the database is and how to sign in.
 *
 * @param jdbcUrl {@code jdbc:postgresql:…}; may itself carry user and password
 */
public record DatabaseAddress(String jdbcUrl, @Nullable String user, @Nullable String password) {

    private static final String JDBC = "jdbc:";

    /**
     * Reads a JDBC URL or the form that libpq and hosting providers use ({@code
     * postgresql://user:password@host:port/name}, user and password percent-encoded). Empty for
     * anything else.
     */
    public static Optional<DatabaseAddress> parse(String text) {
        boolean jdbc = text.startsWith(JDBC);
        try {
            URI uri = new URI(jdbc ? text.substring(JDBC.length()) : text);
            boolean postgres =
                    "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (!postgres || uri.getHost() == null || uri.getRawPath().length() < 2) {
                return Optional.empty();
            }
            return Optional.of(jdbc ? new DatabaseAddress(text, null, null) : fromLibpq(uri));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static DatabaseAddress fromLibpq(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String url = "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query;
        if (uri.getRawUserInfo() == null) {
            return new DatabaseAddress(url, null, null);
        }
        String[] parts = uri.getRawUserInfo().split(":", 2);
        return new DatabaseAddress(
                url, decode(parts[0]), parts.length < 2 ? null : decode(parts[1]));
    }

    private static String decode(String text) {
        // In this part of a URI "+" means itself, unlike in a form.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Leaves everything out that may hold a password. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + jdbcUrl.replaceFirst("\\?.*", "") + "]";
    }
}
