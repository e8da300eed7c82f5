package io.hookbridge.tenant.user;

import io.hookbridge.access.Actor;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.UserId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/**
 * A person who uses the console for one tenant.
 *
 * @param hasPassword whether the person has chosen one, so that signing in is possible
 * @param lastSignInAt null if never
 * @param operator whether the person also looks after this installation
 */
public record User(
        UserId id,
        TenantId tenant,
        EmailAddress email,
        UserRole role,
        boolean hasPassword,
        Instant createdAt,
        @Nullable Instant lastSignInAt,
        Standing standing,
        boolean operator) {

    /** Whether the person is let in. */
    public enum Standing {
        GOOD,
        /** An operator keeps the person out. */
        DISABLED,
        /** The tenant is suspended or being erased. */
        TENANT_INACTIVE;

        static Standing of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** How the person is written down in the audit. */
    public Actor actor() {
        return new Actor(Actor.Kind.USER, id.toString());
    }
}
