package io.hookbridge.app.running;

import io.hookbridge.app.config.Role;
import io.hookbridge.insight.metric.DueMessages;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Says which roles this server has, and notices when work waits for a role that no living server
 * has.
 */
public final class RoleWatch {

    /** How often {@link #step} should run. */
    public static final Duration EVERY = Duration.ofSeconds(5);

    /** A server that said nothing for so long is gone. */
    private static final Duration ALIVE = EVERY.multipliedBy(3);

    /** A role may be missing for so long, while a server is restarted. */
    static final Duration MISSING = Duration.ofSeconds(30);

    private final ServerStore servers;
    private final DueMessages dueMessages;
    private final InstantSource clock;
    private final UUID id;
    private final Set<Role> roles;
    private final Map<Role, Instant> missingSince = new EnumMap<>(Role.class);
    private volatile List<String> warnings = List.of();

    /**
     * @param id this running server
     */
    public RoleWatch(Jdbi jdbi, InstantSource clock, UUID id, Set<Role> roles) {
        this.servers = new ServerStore(jdbi);
        this.dueMessages = new DueMessages(jdbi);
        this.clock = clock;
        this.id = id;
        this.roles = Set.copyOf(roles);
    }

    /** What waits for nobody, a sentence each; empty if all is well. */
    public List<String> warnings() {
        return warnings;
    }

    /** Says that this server lives, and looks what waits. */
    public void step() {
        servers.forgetDead();
        servers.heartbeat(id, roles, ALIVE);
        warnings = look();
    }

    private List<String> look() {
        Instant now = clock.instant();
        Set<Role> living = servers.livingRoles();
        List<String> found = new ArrayList<>();
        if (isMissing(Role.DELIVER, living, now) && dueMessages.oldest(now).isPresent()) {
            found.add(missing("messages wait to be delivered", Role.DELIVER));
        }
        if (isMissing(Role.JOBS, living, now) && servers.hasJobs()) {
            found.add(missing("background work waits", Role.JOBS));
        }
        return List.copyOf(found);
    }

    private boolean isMissing(Role role, Set<Role> living, Instant now) {
        if (living.contains(role)) {
            missingSince.remove(role);
            return false;
        }
        Instant since = missingSince.computeIfAbsent(role, _ -> now);
        return !now.isBefore(since.plus(MISSING));
    }

    private static String missing(String what, Role role) {
        return "%s and no running server has the role %s (HOOKBRIDGE_ROLES)"
                .formatted(what, role.word());
    }

    /** This server ends: it does nothing any more. */
    public void leave() {
        servers.leave(id);
    }
}
