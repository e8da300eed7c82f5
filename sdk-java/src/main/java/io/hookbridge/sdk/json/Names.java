package io.hookbridge.sdk.json;

import java.util.Locale;

/** What is {@code snake_case} in JSON is {@code camelCase} in Java. */
final class Names {

    private Names() {}

    /** {@code answered_2xx} is {@code answered2xx}, and {@code created_at} is {@code createdAt}. */
    static String inJava(String inJson) {
        StringBuilder name = new StringBuilder();
        boolean begins = false;
        for (int at = 0; at < inJson.length(); at++) {
            char character = inJson.charAt(at);
            if (character == '_') {
                begins = true;
            } else {
                name.append(begins ? Character.toUpperCase(character) : character);
                begins = false;
            }
        }
        return name.toString();
    }

    /** The other way, for names whose words begin with letters. */
    static String inJson(String inJava) {
        return inJava.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
