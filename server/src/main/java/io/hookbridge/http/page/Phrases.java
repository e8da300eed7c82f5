package io.hookbridge.http.page;

import java.math.BigDecimal;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/**
 * What pages say in one language: phrases by their keys, and dates and numbers as its speakers
 * write them, in UTC. Safe for use by many threads.
 *
 * <p>The phrases of a language stand in {@code io/hookbridge/words}, a file for each part of the
 * server's pages; a key begins with the name of its part. They are patterns of {@link
 * MessageFormat}: {@code {0}} is an argument, and a number is put into the plural by a choice.
 */
public final class Phrases {

    /** Each has a file for every language. */
    private static final List<String> PARTS = List.of("page", "billing");

    /** Those of the console, each with a file for the languages that it speaks. */
    static final List<String> CONSOLE_PARTS =
            List.of(
                    "audit", //
                    "console",
                    "endpoint",
                    "entrance",
                    "figure",
                    "find",
                    "key",
                    "message",
                    "notice",
                    "operator",
                    "people",
                    "playground",
                    "project",
                    "pull",
                    "retry",
                    "settings",
                    "source",
                    "start");

    /** Sentences of the API, which says them in English, for pages in other languages. */
    static final List<String> OF_API = List.of("api", "preset");

    private static final Map<Language, Phrases> ALL = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            ALL.put(language, new Phrases(language));
        }
    }

    /** For what is told to everybody in English, as by the API. */
    public static final Phrases ENGLISH = in(Language.ENGLISH);

    private final Language language;
    private final Map<String, String> patterns = new HashMap<>();
    private final DateTimeFormatter dayOfYear;
    private final DateTimeFormatter day;
    private final DateTimeFormatter longDay;
    private final DateTimeFormatter moment;
    private final DateTimeFormatter second;
    private final DateTimeFormatter exact;
    private final DateTimeFormatter month;
    private final DateTimeFormatter time;

    private Phrases(Language language) {
        this.language = language;
        PARTS.forEach(this::read);
        if (Language.CONSOLE.contains(language)) {
            CONSOLE_PARTS.forEach(this::read);
            if (language != Language.ENGLISH) {
                OF_API.forEach(this::read);
            }
        }
        dayOfYear = days("page.date.day_of_year");
        day = days("page.date.day");
        longDay = days("page.date.long_day");
        moment = days("page.date.moment");
        second = days("page.date.second");
        exact = days("page.date.exact");
        month = DateTimeFormatter.ofPattern(pattern("page.date.month"), language.locale());
        time = DateTimeFormatter.ofPattern(pattern("page.date.time"), language.locale());
    }

    private void read(String part) {
        ResourceBundle bundle =
                ResourceBundle.getBundle(
                        "io.hookbridge.words." + part,
                        language.locale(),
                        // Neither the language of this machine nor any other instead.
                        Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
        bundle.keySet().forEach(key -> patterns.put(key, bundle.getString(key)));
    }

    public static Phrases in(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    public Language language() {
        return language;
    }

    /**
     * A phrase.
     *
     * @param arguments as the pattern numbers them; numbers are written as the language does
     * @throws MissingResourceException if there is none of this key
     */
    public String say(String key, Object... arguments) {
        String pattern = pattern(key);
        return arguments.length == 0
                ? pattern
                : new MessageFormat(pattern, language.locale()).format(arguments);
    }

    /**
     * A sentence that the API says as well, in English to everybody.
     *
     * @param english as the API says it
     * @param key of the same in other languages
     * @param arguments of that
     */
    public String translated(String english, String key, Object... arguments) {
        return patterns.containsKey(key) ? say(key, arguments) : english;
    }

    /** All of them, by their keys. */
    Map<String, String> patterns() {
        return Map.copyOf(patterns);
    }

    private String pattern(String key) {
        String pattern = patterns.get(key);
        if (pattern == null) {
            throw new MissingResourceException(
                    "there is no phrase " + key + " in " + language.tag(), "words", key);
        }
        return pattern;
    }

    public String day(Instant instant) {
        return day.format(date(instant));
    }

    public String day(LocalDate date) {
        return day.format(date);
    }

    /** With the whole name of the month. */
    public String longDay(Instant instant) {
        return longDay.format(date(instant));
    }

    /**
     * Both days, with the year once where it is the same; one day for a period that was over at
     * once.
     */
    public String period(Instant start, Instant end) {
        LocalDate first = date(start);
        LocalDate last = date(end);
        if (first.equals(last)) {
            return day(last);
        }
        DateTimeFormatter begin = first.getYear() == last.getYear() ? dayOfYear : day;
        return begin.format(first) + " – " + day(last);
    }

    public String month(YearMonth yearMonth) {
        return month.format(yearMonth);
    }

    /** Such as {@code 14:05 UTC}. */
    public String time(Instant instant) {
        return time.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** To the minute. */
    public String moment(Instant instant) {
        return moment.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** With its seconds, such as {@code 29 Nov 2026, 14:05:09}. */
    public String second(Instant instant) {
        return second.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** To the millisecond, and with the zone. */
    String exact(Instant instant) {
        return exact.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** Rounded up, so that waiting so long is enough: {@code 40 seconds}, {@code 3 minutes}. */
    public String wait(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return seconds < 90
                ? say("page.seconds", seconds)
                : say("page.minutes", (seconds + 59) / 60);
    }

    /** About as long: {@code 245 ms}, {@code 1.2 s}, {@code 40 seconds}, {@code 2 hours}. */
    public String about(Duration duration) {
        long ms = duration.toMillis();
        if (ms < 1000) {
            return say("page.ms", ms);
        }
        if (ms < 10_000) {
            return say("page.s", tenths(ms / 1000.0));
        }
        if (ms < 90_000) {
            return say("page.seconds", Math.round(ms / 1000.0));
        }
        if (duration.toMinutes() < 90) {
            return say("page.minutes", Math.round(ms / 60_000.0));
        }
        return duration.toHours() < 48
                ? say("page.hours", Math.round(ms / 3_600_000.0))
                : say("page.days", Math.round(ms / 86_400_000.0));
    }

    /** Such as {@code 3 bytes}, {@code 12 KB} or {@code 1.5 MB}. */
    public String size(long bytes) {
        if (bytes < 1000) {
            return say("page.bytes", bytes);
        }
        return bytes < 1_000_000
                ? say("page.kilobytes", Math.round(bytes / 1000.0))
                : say("page.megabytes", tenths(bytes / 1_000_000.0));
    }

    /** With one decimal. */
    public String tenths(double value) {
        return String.format(language.locale(), "%.1f", value);
    }

    /** Such as {@code Nov}. */
    public String shortMonth(YearMonth yearMonth) {
        return yearMonth.getMonth().getDisplayName(TextStyle.SHORT_STANDALONE, language.locale());
    }

    /** With all its decimals. */
    public String decimal(BigDecimal value) {
        NumberFormat format = NumberFormat.getNumberInstance(language.locale());
        format.setMaximumFractionDigits(value.scale());
        return format.format(value);
    }

    public String number(long value) {
        return String.format(language.locale(), "%,d", value);
    }

    private static LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    /** The first of a month has a name of its own in French: {@code 1er décembre}. */
    private DateTimeFormatter days(String key) {
        return new DateTimeFormatterBuilder()
                .appendText(ChronoField.DAY_OF_MONTH, Map.of(1L, pattern("page.date.first_day")))
                .appendPattern(pattern(key))
                .toFormatter(language.locale());
    }
}
