package io.hookbridge.net;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The normal form of a URL (RFC 3986, section 6.2.2 and 6.2.3): two URLs with the same normal form
 * lead to the same place, however they are written. For comparison only; requests go to the URL as
 * it was given.
 */
public final class NormalUrl {

    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

    private NormalUrl() {}

    /**
     * Scheme and host in lower case, without the port that the scheme implies, without dot segments
     * and an empty query; unreserved characters are written as they are, all others with escapes in
     * upper case.
     *
     * @param url one that {@link TargetCheck} has read; another one is returned as it is
     */
    public static String of(String url) {
        return Url.parse(url).map(NormalUrl::of).orElse(url);
    }

    private static String of(Url read) {
        return new Url(
                        read.https(),
                        read.host(),
                        read.port(),
                        unescaped(read.path()),
                        query(read.query()))
                .toString();
    }

    private static @Nullable String query(@Nullable String query) {
        return query == null || query.isEmpty() ? null : unescaped(query);
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(NormalUrl::unescaped);
    }

    private static String unescaped(MatchResult escape) {
        char c = (char) Integer.parseInt(escape.group(1), 16);
        return isUnreserved(c) ? String.valueOf(c) : escape.group().toUpperCase(Locale.ROOT);
    }

    /** RFC 3986, section 2.3. */
    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "-._~".indexOf(c) >= 0;
    }
}
