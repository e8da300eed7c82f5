package io.hookbridge.net;

import io.hookbridge.base.ip.IpAddress;

import org.jspecify.annotations.Nullable;

import java.net.IDN;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An absolute http or https URL without user name and fragment, read in one way only (RFC 3986).
 *
 * @param host a name in lower case, international ones as {@code xn--} (RFC 3490), or an address;
 *     IPv6 without brackets, as RFC 5952 writes it
 * @param port 1 to 65535
 * @param path begins with a slash, has no dot segments, and only characters that a request line may
 *     carry
 * @param query the same of what follows the question mark; null without one
 */
public record Url(boolean https, String host, int port, String path, @Nullable String query) {

    private static final Pattern FORM =
            Pattern.compile(
                    "(?<scheme>https?)://"
                            + "(?<host>\\[[^\\[\\]/?#@]*\\]|[^\\[\\]/?#@:]+)(?::(?<port>\\d{0,5}))?"
                            + "(?<path>/[^?#]*)?(?:\\?(?<query>[^#]*))?",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9_-]{1,63}\\.)*[a-z0-9_-]{1,63}\\.?");

    private static final int LONGEST_NAME = 254;

    /**
     * Characters of which one reader makes others and another reader none (Unicode Technical
     * Standard 46, "deviation characters").
     */
    private static final Pattern READ_IN_TWO_WAYS =
            Pattern.compile("[\\u00DF\\u03C2\\u200C\\u200D]");

    private static final Pattern DOT = Pattern.compile("\\.|%2[eE]");
    private static final Pattern TWO_DOTS = Pattern.compile("(?:\\.|%2[eE]){2}");

    private static final String ESCAPED_IN_PATH = "\"<>^`{}|";
    private static final String ESCAPED_IN_QUERY = "\"'<>";

    /** Nobody has refused these in what is added. */
    private static final String ESCAPED_IN_ADDED_QUERY = ESCAPED_IN_QUERY + "\\#";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Empty for every text that is no such URL. */
    public static Optional<Url> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean https = parts.group("scheme").length() == "https".length();
        String written = parts.group("port");
        int port =
                written == null || written.isEmpty()
                        ? impliedPort(https)
                        : Integer.parseInt(written);
        if (port < 1 || port > 65535) {
            return Optional.empty();
        }
        String path = parts.group("path");
        String query = parts.group("query");
        return host(parts.group("host"))
                .map(host ->
                        new Url(
                                https,
                                host,
                                port,
                                path(path == null ? "/" : path),
                                query == null ? null : escaped(query, ESCAPED_IN_QUERY)));
    }

    private static int impliedPort(boolean https) {
        return https ? 443 : 80;
    }

    private static Optional<String> host(String written) {
        if (written.charAt(0) != '[') {
            return name(written);
        }
        String inside = written.substring(1, written.length() - 1);
        return inside.indexOf(':') < 0
                ? Optional.empty()
                : IpAddress.parse(inside).map(IpAddress::toString);
    }

    private static Optional<String> name(String written) {
        try {
            // A plus becomes a blank here; neither belongs into a name.
            String decoded = URLDecoder.decode(written, StandardCharsets.UTF_8);
            if (READ_IN_TWO_WAYS.matcher(decoded).find()) {
                return Optional.empty();
            }
            String ascii = IDN.toASCII(decoded).toLowerCase(Locale.ROOT);
            return ascii.length() <= LONGEST_NAME && NAME.matcher(ascii).matches()
                    ? Optional.of(ascii)
                    : Optional.empty();
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    /** RFC 3986, section 5.2.4; an escaped dot is a dot. */
    private static String path(String written) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = written.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean up = TWO_DOTS.matcher(segments[i]).matches();
            if (!up && !DOT.matcher(segments[i]).matches()) {
                kept.addLast(escaped(segments[i], ESCAPED_IN_PATH));
                continue;
            }
            if (up) {
                kept.pollLast();
            }
            if (i == segments.length - 1) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    private static String escaped(String text, String alsoEscaped) {
        return escaped(text.getBytes(StandardCharsets.UTF_8), alsoEscaped);
    }

    private static String escaped(byte[] octets, String alsoEscaped) {
        StringBuilder escaped = new StringBuilder(octets.length);
        for (byte octet : octets) {
            if (octet <= ' ' || octet == 0x7F || alsoEscaped.indexOf(octet) >= 0) {
                escaped.append('%').append(HEX.toHexDigits(octet));
            } else {
                escaped.append((char) octet);
            }
        }
        return escaped.toString();
    }

    /**
     * Text as it may stand in the query of a request line: whatever that must not have is escaped,
     * the rest is as it was.
     *
     * @param octets each character is one, as in what was received
     */
    public static String escapedQuery(String octets) {
        return escaped(octets.getBytes(StandardCharsets.ISO_8859_1), ESCAPED_IN_ADDED_QUERY);
    }

    /** The same with more in its query; whatever that is, host and path stay. */
    public Url withQuery(String more) {
        if (more.isEmpty()) {
            return this;
        }
        String added = escapedQuery(more);
        return new Url(https, host, port, path, query == null ? added : query + "&" + added);
    }

    /** Host and port as the {@code Host} field has them (RFC 9110, section 7.2). */
    public String authority() {
        String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == impliedPort(https) ? written : written + ":" + port;
    }

    /** What the request line has (RFC 9112, section 3.2.1). */
    public String requestTarget() {
        return query == null ? path : path + "?" + query;
    }

    @Override
    public String toString() {
        return (https ? "https://" : "http://") + authority() + requestTarget();
    }
}
