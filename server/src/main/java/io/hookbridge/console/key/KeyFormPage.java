package io.hookbridge.console.key;

import io.hookbridge.access.Permission;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.tenant.apikey.ApiKey;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The form for a new key.
 *
 * @param keys where all keys are
 * @param project the name of the project
 * @param alert why no key was made, or null
 */
public record KeyFormPage(
        Shell shell,
        String keys,
        String project,
        @Nullable String alert,
        String label,
        boolean test,
        List<Box> permissions,
        List<Choice> lives) {

    /** A permission to tick. */
    public record Box(String name, String title, String explanation, boolean ticked) {

        /**
         * @param live whether the key may become a live one
         */
        static Box of(Permission permission, boolean live, boolean ticked) {
            return new Box(
                    KeysPage.field(permission),
                    KeysPage.title(permission),
                    explanation(permission, live),
                    ticked);
        }

        private static String explanation(Permission permission, boolean live) {
            return switch (permission) {
                case SEND -> "Send webhooks";
                case READ -> "Look at everything in the project";
                case MANAGE ->
                        live
                                ? "Change projects, endpoints and API keys; with a test key, endpoints and test"
                                        + " API keys"
                                : "Change endpoints and test API keys";
                case BILLING -> "Open the customer portal and the checkout";
            };
        }
    }

    /** How long the key may be good for. */
    public record Choice(String word, String title, boolean chosen) {}

    static KeyFormPage of(
            Shell shell,
            Place place,
            String keys,
            @Nullable String alert,
            KeyForm typed,
            Set<Permission> own) {
        return new KeyFormPage(
                shell,
                keys,
                place.project().name(),
                alert,
                typed.label(),
                typed.test(),
                own.stream()
                        .sorted()
                        .map(each -> Box.of(each, place.live(), typed.permissions().contains(each)))
                        .toList(),
                Stream.of(KeyForm.Life.values())
                        .map(life -> new Choice(life.word(), life.title(), life == typed.life()))
                        .toList());
    }

    public String action() {
        return keys + "/new";
    }

    public int longestLabel() {
        return ApiKey.MAX_LABEL;
    }
}
