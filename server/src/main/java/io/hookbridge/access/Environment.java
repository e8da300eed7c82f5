package io.hookbridge.access;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;

/**
 * One side of a project, live or test. Whatever traffic touches belongs to an environment, and
 * nothing crosses from one to the other.
 *
 * @param id of the live environment the project's own, of the test environment another
 */
public record Environment(EnvironmentId id, ProjectId project, TenantId tenant, Mode mode) {

    /** All environments of the tenant that are of this mode. */
    public TenantSide side() {
        return new TenantSide(tenant, mode);
    }
}
