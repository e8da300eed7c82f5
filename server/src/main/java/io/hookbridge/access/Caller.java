package io.hookbridge.access;

import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;

import java.util.Set;

/**
 * Who makes an authenticated call, and within which bounds.
 *
 * @param mode the side of the tenant's data the caller reaches
 */
public record Caller(
        TenantId tenant, ProjectId project, Mode mode, Set<Permission> permissions, Actor actor) {}
