package io.hookbridge.app.running;

import io.hookbridge.app.config.Role;

import org.jdbi.v3.core.Jdbi;

import java.util.Set;

/**
 * The servers that run on a database.
 *
 * @param roles what they do together
 */
public record RunningServers(int count, Set<Role> roles) {

    public static final RunningServers NONE = new RunningServers(0, Set.of());

    /** Those that gave a sign of life within the last seconds. */
    public static RunningServers of(Jdbi jdbi) {
        var store = new ServerStore(jdbi);
        return new RunningServers(store.living(), store.livingRoles());
    }
}
