package io.hookbridge.http.page;

import io.hookbridge.base.WholeNumber;

import java.util.Map;

/** What a person typed into a form. A field that is absent and an empty one are the same. */
public record Form(Map<String, String> fields) {

    /** Exactly as typed; for passwords. */
    public String secret(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Without blanks around it and without control characters, which no page can show. */
    public String text(String name) {
        return cleaned(secret(name));
    }

    /** What was typed, without blanks around it and without control characters. */
    public static String cleaned(String typed) {
        return typed.replaceAll("\\p{Cntrl}", "").strip();
    }

    /**
     * A whole number that was typed.
     *
     * @param what it is, as a sentence begins with it
     * @param usual what nothing typed stands for
     */
    public static int whole(String typed, String what, int min, int max, int usual, Phrases phrases)
            throws MistakeException {
        if (typed.isEmpty()) {
            return usual;
        }
        return WholeNumber.parse(typed, min, max)
                .orElseThrow(() ->
                        new MistakeException(phrases.say("console.whole_number", what, min, max)));
    }

    /** Whether the box is ticked. */
    public boolean has(String name) {
        return !secret(name).isEmpty();
    }

    /** Leaves out what was typed: it may be a password. */
    @Override
    public String toString() {
        return "Form" + fields.keySet();
    }
}
