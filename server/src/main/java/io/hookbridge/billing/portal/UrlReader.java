package io.hookbridge.billing.portal;

import io.hookbridge.billing.portal.ReturnUrlDecision.Reason;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads configured origins, the default URL and callers' URLs alike.
 *
 * <p>Characters come first: what is left after that gate is read the same by browsers and by {@link
 * URI}, or refused by the latter. Nothing is trimmed, decoded, converted or otherwise made to fit.
 */
final class UrlReader {

    private static final String READ_DIFFERENTLY_BY_PARSERS = "\\\"<>^`{|}";
    private static final Pattern SCHEME_AND_TWO_SLASHES =
            Pattern.compile("https?://[^/]", Pattern.CASE_INSENSITIVE);

    private final boolean plainHttpOnLoopback;

    UrlReader(boolean plainHttpOnLoopback) {
        this.plainHttpOnLoopback = plainHttpOnLoopback;
    }

    /** Either a URL with its origin or the reason why there is none. */
    sealed interface Reading {}

    /**
     * A URL whose origin every parser agrees on.
     *
     * @param bare whether there is nothing behind the origin, not even a slash
     */
    record Sound(WebOrigin origin, boolean bare) implements Reading {}

    record Unreadable(Reason reason) implements Reading {}

    Reading read(String text) {
        if (text.isEmpty() || text.length() > ReturnUrlPolicy.MAX_LENGTH) {
            return new Unreadable(Reason.LENGTH);
        }
        if (!text.chars().allMatch(UrlReader::isReadAlikeByParsers)) {
            return new Unreadable(Reason.CHARACTER);
        }
        if (!SCHEME_AND_TWO_SLASHES.matcher(text).lookingAt()) {
            return new Unreadable(Reason.SCHEME);
        }
        if (text.indexOf('#') >= 0) {
            return new Unreadable(Reason.FRAGMENT);
        }
        try {
            return read(new URI(text));
        } catch (URISyntaxException e) {
            return new Unreadable(Reason.SYNTAX);
        }
    }

    private static boolean isReadAlikeByParsers(int character) {
        return character >= 0x21
                && character <= 0x7E
                && READ_DIFFERENTLY_BY_PARSERS.indexOf(character) < 0;
    }

    private Reading read(URI uri) {
        String authority = uri.getRawAuthority();
        if (authority != null && authority.indexOf('@') >= 0) {
            return new Unreadable(Reason.USERINFO);
        }
        // An escape gets past URI in one place only: the scope id of an IPv6 address.
        if (authority == null || authority.indexOf('%') >= 0 || uri.getHost() == null) {
            return new Unreadable(Reason.AUTHORITY);
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (!CanonicalHost.isCanonical(host)) {
            return new Unreadable(Reason.AUTHORITY);
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() == -1 ? WebOrigin.defaultPort(scheme) : uri.getPort();
        // URI reads "host:" as a host without a port.
        if (authority.endsWith(":") || port < 1 || port > 65535) {
            return new Unreadable(Reason.PORT);
        }
        WebOrigin origin = new WebOrigin(scheme, host, port);
        if (origin.isPlainHttp() && !(plainHttpOnLoopback && origin.isLoopback())) {
            return new Unreadable(Reason.PLAIN_HTTP);
        }
        return new Sound(origin, uri.getRawPath().isEmpty() && uri.getRawQuery() == null);
    }
}
