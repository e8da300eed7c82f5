package io.hookbridge.tenant.apikey;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.project.Project;

/**
 * A key that exists, with what decides whether it still works.
 *
 * @param caller whoever has the key, while it works
 */
record FoundKey(ApiKey key, Project.Status project, Tenant.Status tenant, Caller caller) {

    FoundKey(ApiKey key, Project.Status project, Tenant.Status tenant) {
        this(
                key,
                project,
                tenant,
                new Caller(
                        key.environment(),
                        key.permissions(),
                        new Actor(Actor.Kind.API_KEY, key.id().toString())));
    }

    boolean works() {
        return project == Project.Status.ACTIVE && tenant == Tenant.Status.ACTIVE;
    }

    /** Whether the key is as good as deleted. */
    boolean isGone() {
        return project == Project.Status.DELETED || tenant == Tenant.Status.ERASING;
    }
}
