package io.hookbridge.console.audit;

import io.hookbridge.base.TenantId;
import io.hookbridge.http.Call;
import io.hookbridge.http.page.Form;
import io.hookbridge.tenant.audit.AuditFilter;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which events a person asks for, as it was typed; empty for any.
 *
 * @param action such as {@code api_key.created}
 * @param actor the id of whoever did it
 * @param target the id of what it was done to
 * @param from the first day
 * @param until the last day
 */
public record WantedEvents(String action, String actor, String target, String from, String until) {

    static final WantedEvents ALL = new WantedEvents("", "", "", "", "");

    static WantedEvents of(Call call) {
        return new WantedEvents(
                typed(call, "action"),
                typed(call, "actor"),
                typed(call, "target"),
                typed(call, "from"),
                typed(call, "until"));
    }

    private static String typed(Call call, String name) {
        return call.query(name).map(Form::cleaned).orElse("");
    }

    WantedEvents by(String id) {
        return new WantedEvents("", id, "", "", "");
    }

    WantedEvents to(String id) {
        return new WantedEvents("", "", id, "", "");
    }

    /** Of what can be understood; what cannot asks for nothing. */
    AuditFilter filter(TenantId tenant) {
        return new AuditFilter(
                tenant,
                null,
                orNull(action),
                orNull(actor),
                orNull(target),
                day(from).map(WantedEvents::beginning).orElse(null),
                day(until).map(day -> beginning(day.plusDays(1))).orElse(null));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** A day that the database knows. */
    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text))
                    .filter(day -> day.getYear() >= 1970 && day.getYear() <= 9999);
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }

    private static Instant beginning(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public boolean isAll() {
        return equals(ALL);
    }

    /**
     * The query of the page that shows them, with its question mark.
     *
     * @param after the last event of the page before, or null
     */
    String query(@Nullable String after) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("action", action);
        values.put("actor", actor);
        values.put("target", target);
        values.put("from", from);
        values.put("until", until);
        values.put("after", after == null ? "" : after);
        values.values().removeIf(String::isEmpty);
        return values.isEmpty()
                ? ""
                : values.entrySet().stream()
                        .map(value ->
                                value.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                value.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
