package io.hookbridge.app.running;

import io.hookbridge.app.config.Role;
import io.hookbridge.db.SchemaVersion;

import org.jdbi.v3.core.Jdbi;

import java.util.List;
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

    /**
     * The versions of those that could not work with the schema that this server would make, each
     * once.
     *
     * @param jdbi to a database on which a server has run, of this version or an older one
     */
    public static List<String> tooOld(Jdbi jdbi) {
        return new ServerStore(jdbi).livingBelow(SchemaVersion.OLDEST_KNOWN);
    }
}
