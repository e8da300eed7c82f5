package io.hookbridge.tenant.user;

import io.hookbridge.access.Permission;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a person may do for the tenant. */
public enum UserRole {
    /** Everything, billing included. */
    OWNER,
    /** Everything but billing. */
    MEMBER;

    /** The word used in SQL, JSON and at the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<UserRole> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    public Set<Permission> permissions() {
        return switch (this) {
            case OWNER -> EnumSet.allOf(Permission.class);
            case MEMBER -> EnumSet.of(Permission.SEND, Permission.READ, Permission.MANAGE);
        };
    }
}
