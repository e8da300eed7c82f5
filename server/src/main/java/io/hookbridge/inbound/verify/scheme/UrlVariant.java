package io.hookbridge.inbound.verify.scheme;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another spelling of the URL in which some providers sign it. None makes one of two URLs that an
 * application would understand differently.
 */
public enum UrlVariant {

    /** With the port that its scheme has, and without it. */
    DEFAULT_PORT,

    /** An apostrophe, an at sign and a colon in the query plain, though they are sent escaped. */
    PLAIN_MARKS;

    private static final Pattern ORIGIN = Pattern.compile("(?i)(https?)://([^/?]+)(.*)");
    private static final Pattern MARKS = Pattern.compile("(?i)%(27|40|3A)");

    /** What HubSpot decodes in a URL before it signs it. */
    private static final Pattern HUBSPOT =
            Pattern.compile("(?i)%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)");

    /** The word for it in presets. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The URL itself and each other spelling of it, without repetitions. */
    static Set<String> spellings(String url, Set<UrlVariant> variants) {
        Set<String> spellings = new LinkedHashSet<>(List.of(url));
        for (UrlVariant variant : variants) {
            for (String spelling : new ArrayList<>(spellings)) {
                spellings.add(variant.of(spelling));
            }
        }
        return spellings;
    }

    private String of(String url) {
        return switch (this) {
            case DEFAULT_PORT -> otherPort(url);
            case PLAIN_MARKS -> {
                int query = url.indexOf('?');
                yield query < 0
                        ? url
                        : url.substring(0, query) + decoded(MARKS, url.substring(query));
            }
        };
    }

    private static String otherPort(String url) {
        Matcher parts = ORIGIN.matcher(url);
        if (!parts.matches()) {
            return url;
        }
        String standard = parts.group(1).toLowerCase(Locale.ROOT).equals("https") ? ":443" : ":80";
        String authority = parts.group(2);
        String other =
                authority.endsWith(standard)
                        ? authority.substring(0, authority.length() - standard.length())
                        : URI.create(parts.group(1) + "://" + authority).getPort() < 0
                                ? authority + standard
                                : authority;
        return parts.group(1) + "://" + other + parts.group(3);
    }

    /** The URL as HubSpot signs it. */
    static String asHubSpotSigns(String url) {
        return decoded(HUBSPOT, url);
    }

    private static String decoded(Pattern escapes, String text) {
        return escapes.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                Character.toString(Integer.parseInt(found.group(1), 16))));
    }
}
