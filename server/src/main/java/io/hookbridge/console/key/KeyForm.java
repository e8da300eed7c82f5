package io.hookbridge.console.key;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.http.page.Form;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What was typed for a new key.
 *
 * @param permissions those that are ticked, of those that the person has
 */
record KeyForm(String label, boolean test, Set<Permission> permissions, Life life) {

    /** How long a key may be good for. */
    enum Life {
        UNLIMITED(null),
        MONTH(Duration.ofDays(30)),
        QUARTER(Duration.ofDays(90)),
        YEAR(Duration.ofDays(365));

        private final @Nullable Duration length;

        Life(@Nullable Duration length) {
            this.length = length;
        }

        /** The word in the form. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The end of a life that begins now; null for none. */
        @Nullable Instant endingAt(Instant now) {
            return length == null ? null : now.plus(length);
        }

        static Life of(String word) {
            for (Life life : values()) {
                if (life.word().equals(word)) {
                    return life;
                }
            }
            return UNLIMITED;
        }
    }

    /** At first: everything that the person may do, for as long as nobody deletes the key. */
    static KeyForm first(boolean test, Set<Permission> own) {
        return new KeyForm("", test, own, Life.UNLIMITED);
    }

    /**
     * @param live whether a live key can be made
     * @param own what the person may do: nobody makes a key that may do more
     */
    static KeyForm of(Form form, boolean live, Set<Permission> own) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        own.stream().filter(each -> form.has(KeysPage.field(each))).forEach(permissions::add);
        return new KeyForm(
                form.text("label"),
                !live || form.text("mode").equals(Mode.TEST.word()),
                permissions,
                Life.of(form.text("expires")));
    }
}
