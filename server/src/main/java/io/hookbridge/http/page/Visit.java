package io.hookbridge.http.page;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Call;

import java.util.Optional;
import java.util.Set;

/** A call of somebody with a session. */
public interface Visit {

    Call call();

    /** In the language that the visitor is answered in. */
    Phrases phrases();

    /** What the visitor may do now. */
    Set<Permission> permissions();

    /** Whether the visitor decides who else may visit for the same tenant. */
    default boolean isOwner() {
        return false;
    }

    /** Whether the visitor looks after this installation. */
    default boolean isOperator() {
        return false;
    }

    /** Why the visitor is kept out of all pages but the way out; empty for most. */
    default Optional<Problem> keptOut() {
        return Optional.empty();
    }
}
