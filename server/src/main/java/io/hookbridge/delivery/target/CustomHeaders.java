package io.hookbridge.delivery.target;

import io.hookbridge.base.LikelySecret;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The rules of the headers that callers add to deliveries, with an endpoint or with one message.
 *
 * <p>What describes the body, the connection or the signature belongs to the server; so do
 * credentials of HTTP itself, which would be sent wherever a URL leads.
 */
public final class CustomHeaders {

    /** The most headers of one endpoint, or of one message. */
    public static final int MOST = 50;

    /** The most bytes of their names and values together. */
    public static final int MOST_BYTES = 8 * 1024;

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /**
     * RFC 9110, section 5.5, without the bytes above ASCII, whose meaning no receiver can know:
     * nothing, or visible characters with blanks and tabs between them.
     */
    private static final Pattern VALUE = Pattern.compile("(?:[!-~](?:[\t -~]*[!-~])?)?");

    private static final Set<String> FORBIDDEN =
            Set.of(
                    "accept-encoding",
                    "authorization",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "cookie",
                    "expect",
                    "host",
                    "http2-settings",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "user-agent");

    private static final Set<String> FORBIDDEN_BEGINNINGS = Set.of("webhook-", "x-webhook-");

    private CustomHeaders() {}

    /**
     * The same headers, if all of them may be sent.
     *
     * @throws ApiError {@code INVALID_HEADERS}; it names a header only if it is one of the
     *     forbidden
     */
    public static Map<String, String> check(Map<String, String> headers) {
        if (headers.size() > MOST) {
            throw invalid("there may be at most " + MOST + " headers");
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        int bytes = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            checkName(header.getKey());
            if (!names.add(header.getKey())) {
                throw invalid("two headers have the same name; upper and lower case are the same");
            }
            if (!VALUE.matcher(header.getValue()).matches()) {
                throw invalid(
                        "a header's value must be ASCII text without line breaks and without blanks at its ends");
            }
            bytes += header.getKey().length() + header.getValue().length();
        }
        if (bytes > MOST_BYTES) {
            throw invalid("the headers have more than " + MOST_BYTES + " bytes together");
        }
        return headers;
    }

    /**
     * The same headers with the stored value in the place of each mask, so that what was shown can
     * be sent back.
     *
     * @param stored the headers that are there, none if empty
     * @throws ApiError {@code INVALID_HEADERS} if nothing is stored by the name of a mask, or the
     *     headers are too long with what is
     */
    public static Map<String, String> unmasked(
            Map<String, String> headers, Map<String, String> stored) {
        if (!headers.containsValue(LikelySecret.MASK)) {
            return headers;
        }
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(stored);
        Map<String, String> unmasked = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            String whole = value.equals(LikelySecret.MASK) ? byName.get(name) : value;
            if (whole == null) {
                throw invalid(
                        "a header's value is the mask of one that is not shown; send the value itself");
            }
            unmasked.put(name, whole);
        });
        return check(unmasked);
    }

    private static void checkName(String name) {
        if (!TOKEN.matcher(name).matches()) {
            throw invalid("a header's name must consist of letters, digits and !#$%&'*+-.^_`|~");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (FORBIDDEN.contains(lower)) {
            throw invalid("header '" + lower + "' is forbidden and cannot be overridden");
        }
        for (String beginning : FORBIDDEN_BEGINNINGS) {
            if (lower.startsWith(beginning)) {
                throw invalid("headers that begin with '" + beginning + "' are the server's own");
            }
        }
    }

    private static ApiError invalid(String message) {
        return new ApiError(ErrorCode.INVALID_HEADERS, message);
    }
}
