package io.hookbridge.http.page;

import io.hookbridge.http.Call;
import io.hookbridge.http.Headers;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;

/** A language that pages speak. */
public enum Language {
    ENGLISH("en"),
    GERMAN("de"),
    SPANISH("es"),
    FRENCH("fr");

    /** In characters; no browser sends more, and what is longer is not looked at. */
    private static final int LONGEST = 500;

    private final Locale locale;

    Language(String tag) {
        locale = Locale.of(tag);
    }

    public Locale locale() {
        return locale;
    }

    /** The IETF tag of the language alone, such as {@code de}. */
    public String tag() {
        return locale.getLanguage();
    }

    /**
     * The language of an IETF tag, wherever it is spoken: {@code de-AT} is German. Empty for one
     * that no page speaks, and for what is no tag.
     */
    public static Optional<Language> of(String tag) {
        return find(Locale.forLanguageTag(tag));
    }

    /**
     * What a browser is answered in: the language that was chosen in it, or the best it accepts.
     */
    public static Language of(Call call) {
        return of(call.cookie(LanguageCookie.NAME), call.header("Accept-Language"));
    }

    /** The best that a browser accepts, whatever was chosen before. */
    public static Language accepted(Call call) {
        return of(Optional.empty(), call.header("Accept-Language"));
    }

    /** The same for a request that led to no page. */
    static Language of(Headers headers) {
        return of(
                headers.cookie(LanguageCookie.NAME),
                Optional.ofNullable(headers.first("Accept-Language")));
    }

    static Language of(Optional<String> chosen, Optional<String> accepted) {
        return chosen.flatMap(Language::of)
                .or(() -> accepted.flatMap(Language::accepted))
                .orElse(ENGLISH);
    }

    /** The best by {@code Accept-Language} (RFC 9110, section 12.5.4); empty if none is spoken. */
    private static Optional<Language> accepted(String ranges) {
        if (ranges.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            @Nullable Locale best = Locale.lookup(LanguageRange.parse(ranges), locales());
            return Optional.ofNullable(best).flatMap(Language::find);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static List<Locale> locales() {
        return Arrays.stream(values()).map(Language::locale).toList();
    }

    private static Optional<Language> find(Locale wanted) {
        return Arrays.stream(values())
                .filter(language -> language.tag().equals(wanted.getLanguage()))
                .findFirst();
    }
}
