package io.hookbridge.tenant.project;

/** What came of asking for a new project. */
public sealed interface ProjectCreation {

    /** It exists. */
    record Created(Project project) implements ProjectCreation {}

    /** The tenant may not have another one. */
    record LimitReached(TenantLimits limits) implements ProjectCreation {}
}
