package io.hookbridge.http.page;

import io.hookbridge.http.Call;
import io.hookbridge.http.Headers;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import java.util.Set;

/** A language that pages speak. */
public enum Language {
    ENGLISH("en"),
    GERMAN("de"),
    SPANISH("es"),
    FRENCH("fr");

    static final Set<Language> ALL = Collections.unmodifiableSet(EnumSet.allOf(Language.class));

    /** Those of the console; the portal has all. */
    public static final Set<Language> CONSOLE =
            Collections.unmodifiableSet(EnumSet.of(ENGLISH, GERMAN));

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

    /** What its speakers call it, such as {@code Deutsch}. */
    public String ownName() {
        return locale.getDisplayLanguage(locale);
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
        return of(ALL, call.cookie(LanguageCookie.NAME), call.header("Accept-Language"));
    }

    /** The same for the console. */
    public static Language ofConsole(Call call) {
        return of(CONSOLE, call.cookie(LanguageCookie.NAME), call.header("Accept-Language"));
    }

    /** The best of the console's that a browser accepts, whatever was chosen before. */
    public static Language acceptedForConsole(Call call) {
        return of(CONSOLE, Optional.empty(), call.header("Accept-Language"));
    }

    /** What was chosen for the console in this browser; empty if it is left to the browser. */
    public static Optional<Language> chosenForConsole(Call call) {
        return call.cookie(LanguageCookie.NAME).flatMap(Language::of).filter(CONSOLE::contains);
    }

    /** The best that a browser accepts, whatever was chosen before. */
    public static Language accepted(Call call) {
        return of(ALL, Optional.empty(), call.header("Accept-Language"));
    }

    /** The same for a request that led to no page. */
    static Language of(Headers headers) {
        return of(ALL, headers);
    }

    /** The same for one below the console. */
    static Language ofConsole(Headers headers) {
        return of(CONSOLE, headers);
    }

    private static Language of(Set<Language> spoken, Headers headers) {
        return of(
                spoken,
                headers.cookie(LanguageCookie.NAME),
                Optional.ofNullable(headers.first("Accept-Language")));
    }

    /**
     * @param spoken what there is to choose from
     * @param chosen the tag that was chosen before
     * @param accepted {@code Accept-Language} (RFC 9110, section 12.5.4)
     */
    static Language of(Set<Language> spoken, Optional<String> chosen, Optional<String> accepted) {
        return chosen.flatMap(Language::of)
                .filter(spoken::contains)
                .or(() -> accepted.flatMap(ranges -> best(spoken, ranges)))
                .orElse(ENGLISH);
    }

    private static Optional<Language> best(Set<Language> spoken, String ranges) {
        if (ranges.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            List<Locale> locales = spoken.stream().map(Language::locale).toList();
            @Nullable Locale best = Locale.lookup(LanguageRange.parse(ranges), locales);
            return Optional.ofNullable(best).flatMap(Language::find);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Language> find(Locale wanted) {
        return Arrays.stream(values())
                .filter(language -> language.tag().equals(wanted.getLanguage()))
                .findFirst();
    }
}
