package io.hookbridge.access;

import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.ip.IpAddress;

import java.util.Set;

/**
 * Who makes an authenticated call, and within which bounds.
 *
 * @param environment all that the caller reaches of the tenant's traffic
 */
public record Caller(Environment environment, Set<Permission> permissions, Actor actor) {

    /** The same, whose call came from there. */
    public Caller from(IpAddress place) {
        return new Caller(environment, permissions, actor.from(place));
    }

    public TenantId tenant() {
        return environment.tenant();
    }

    public ProjectId project() {
        return environment.project();
    }

    /**
     * Whether a project of the caller's tenant exists for the caller: in test, only the own one,
     * since a key that lies in a test suite needs no other.
     */
    public boolean sees(ProjectId project) {
        return mode() == Mode.LIVE || project.equals(project());
    }

    /** What limits of the tenant are counted for. */
    public TenantSide side() {
        return environment.side();
    }

    public Mode mode() {
        return environment.mode();
    }
}
