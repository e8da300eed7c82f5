package io.hookbridge.http.page;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Call;

import java.util.Optional;
import java.util.Set;

/** A call of somebody with a session. */
public interface Visit {

    Call call();

    /** What the visitor may do now. */
    Set<Permission> permissions();

    /** Why the visitor is kept out of all pages but the way out; empty for most. */
    default Optional<Problem> keptOut() {
        return Optional.empty();
    }
}
