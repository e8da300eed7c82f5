package io.hookbridge.console.key;

import io.hookbridge.access.Permission;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
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
        static Box of(Permission permission, boolean live, boolean ticked, Phrases phrases) {
            return new Box(
                    KeysPage.field(permission),
                    KeysPage.title(permission, phrases),
                    permission == Permission.MANAGE && !live
                            ? phrases.say("key.allows.manage.test")
                            : phrases.say("key.allows." + permission.word()),
                    ticked);
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
            Set<Permission> own,
            Phrases phrases) {
        return new KeyFormPage(
                shell,
                keys,
                place.project().name(),
                alert,
                typed.label(),
                typed.test(),
                own.stream()
                        .sorted()
                        .map(each ->
                                Box.of(
                                        each,
                                        place.live(),
                                        typed.permissions().contains(each),
                                        phrases))
                        .toList(),
                Stream.of(KeyForm.Life.values())
                        .map(life ->
                                new Choice(
                                        life.word(),
                                        phrases.say("key.life." + life.word()),
                                        life == typed.life()))
                        .toList());
    }

    public String action() {
        return keys + "/new";
    }

    public int longestLabel() {
        return ApiKey.MAX_LABEL;
    }
}
