package io.hookbridge.app;

import io.hookbridge.access.Actor;
import io.hookbridge.app.config.Role;
import io.hookbridge.http.Route;
import io.hookbridge.tenant.actor.ActorRoutes;
import io.hookbridge.tenant.apikey.ApiKeyRoutes;
import io.hookbridge.tenant.audit.AuditLog;
import io.hookbridge.tenant.audit.AuditRoutes;
import io.hookbridge.tenant.project.ProjectRoutes;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Projects, keys and the audit, and the end of tenants. */
final class Tenancy implements Part {

    private static final Duration WRITE_KEY_USES = Duration.ofSeconds(5);
    private static final Actor ERASER = new Actor(Actor.Kind.SYSTEM, "erasure");
    private static final Duration ERASE = Duration.ofSeconds(1);
    private static final Duration DELETE_EXPIRED_KEYS = Duration.ofMinutes(10);

    private final Core core;

    Tenancy(Core core) {
        this.core = core;
    }

    @Override
    public List<Route> routes(Set<Role> roles) {
        if (!roles.contains(Role.API)) {
            return List.of();
        }
        return Stream.of(
                        new ApiKeyRoutes(core.apiKeys).routes(),
                        new ProjectRoutes(core.projects).routes(),
                        new AuditRoutes(new AuditLog(core.storage.database().reading())).routes(),
                        new ActorRoutes(core.users, core.apiKeys).routes())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Loop> loops(Set<Role> roles) {
        Loop uses = new Loop("api-key-uses", WRITE_KEY_USES, core.apiKeys::writeUses);
        return roles.contains(Role.JOBS)
                ? List.of(
                        uses,
                        new Loop(
                                "expired-api-keys",
                                DELETE_EXPIRED_KEYS,
                                core.apiKeys::deleteExpired),
                        new Loop("erasures", ERASE, () -> core.erasures.goOn(ERASER)))
                : List.of(uses);
    }

    @Override
    public void stop() {
        core.apiKeys.writeUses();
    }
}
