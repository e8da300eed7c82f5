package io.hookbridge.base;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads times as callers write them: RFC 3339, and three things that clients really send beside it.
 * A time without an offset is meant as UTC; an offset may have no colon; and where a {@code +} was
 * not percent-encoded in a query there is a space.
 */
public final class Rfc3339 {

    private static final Pattern FORM =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)(?:(Z)|([+ -])(\\d\\d):?(\\d\\d))?");

    private Rfc3339() {}

    /** The moment that {@code text} names; empty for anything else. */
    public static Optional<Instant> parse(String text) {
        Matcher form = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        String offset =
                form.group(4) == null
                        ? "Z"
                        : form.group(4).replace(' ', '+') + form.group(5) + ":" + form.group(6);
        try {
            return Optional.of(
                    OffsetDateTime.parse(form.group(1) + "T" + form.group(2) + offset).toInstant());
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }
}
