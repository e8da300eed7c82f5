package io.hookbridge.console.form;

import io.hookbridge.base.Json;

import tools.jackson.core.JacksonException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A form that was not taken because nobody was signed in, or somebody had signed in anew.
 *
 * @param page where the form is: a path of the console, with its query if it has one
 * @param action the path that it was sent to
 * @param fields what was typed, without secrets
 */
public record KeptForm(String page, String action, Map<String, String> fields) {

    /** The names of fields whose values nobody keeps; that of the form's own token is one. */
    static final Pattern SECRET = Pattern.compile(".*(?:password|secret|token)|headers");

    /** In bytes of its text; a longer form is not kept. */
    static final int LONGEST = 160 * 1024;

    public KeptForm {
        Objects.requireNonNull(page, "page");
        Objects.requireNonNull(action, "action");
        fields = withoutSecrets(fields);
    }

    private static Map<String, String> withoutSecrets(Map<String, String> fields) {
        Map<String, String> kept = new LinkedHashMap<>(fields);
        kept.keySet().removeIf(name -> SECRET.matcher(name).matches());
        return Map.copyOf(kept);
    }

    /** As a hidden field of a form carries it, in letters, digits, {@code -} and {@code _}. */
    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json().getBytes(StandardCharsets.UTF_8));
    }

    /** What {@link #text} wrote; empty for anything else. */
    public static Optional<KeptForm> parse(String text) {
        try {
            return ofJson(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    String json() {
        return Json.MAPPER.writeValueAsString(this);
    }

    /**
     * What {@link #json} wrote; empty for anything else, and for what leads away from the console.
     */
    static Optional<KeptForm> ofJson(String json) {
        try {
            return Optional.ofNullable(Json.MAPPER.readValue(json, KeptForm.class))
                    .filter(form -> form.page().matches("/console(?:[/?].*)?"));
        } catch (JacksonException notOurs) {
            return Optional.empty();
        }
    }

    /** Leaves out what was typed. */
    @Override
    public String toString() {
        return "KeptForm[page=" + page + ", fields=" + fields.keySet() + "]";
    }
}
