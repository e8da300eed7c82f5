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

    /** Each has a file for every language; the console has one for those that it speaks. */
    private static final List<String> PARTS = List.of("page", "billing");

    private static final String CONSOLE = "console";

    private static final Map<Language, Phrases> ALL = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            ALL.put(language, new Phrases(language));
        }
    }

    /** Those of the pages that speak no other language yet. */
    public static final Phrases ENGLISH = in(Language.ENGLISH);

    private final Language language;
    private final Map<String, String> patterns = new HashMap<>();
    private final DateTimeFormatter dayOfYear;
    private final DateTimeFormatter day;
    private final DateTimeFormatter longDay;
    private final DateTimeFormatter moment;
    private final DateTimeFormatter month;
    private final DateTimeFormatter time;

    private Phrases(Language language) {
        this.language = language;
        PARTS.forEach(this::read);
        if (Language.CONSOLE.contains(language)) {
            read(CONSOLE);
        }
        dayOfYear = days("page.date.day_of_year");
        day = days("page.date.day");
        longDay = days("page.date.long_day");
        moment = days("page.date.moment");
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

    /** Rounded up, so that waiting so long is enough: {@code 40 seconds}, {@code 3 minutes}. */
    public String wait(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return seconds < 90
                ? say("page.seconds", seconds)
                : say("page.minutes", (seconds + 59) / 60);
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
