package io.hookbridge.sdk.project;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.internal.Api;

import java.util.List;

/** The projects of the tenant. */
public final class ProjectsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public ProjectsApi(Api api) {
        this.api = api;
    }

    /**
     * Lists projects.
     *
     * <p>All projects of the tenant, except for deleted ones. A test key is shown its own project
     * only.
     *
     * @return all of them
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public List<Project> list() {
        return api.get("/v1/projects").list(Project.class);
    }

    /**
     * Creates a project.
     *
     * <p>Adds a project to the tenant. It starts out {@code active}, with a live and a test
     * environment, and has no API keys. A test key is refused with 403, because only live keys
     * change projects.
     *
     * @param request what it is to be
     * @return a part of the work of a tenant
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Project create(CreateProjectRequest request) {
        return api.post("/v1/projects").body(request).data(Project.class);
    }

    /**
     * Gets a project.
     *
     * <p>One project of the tenant. For a test key there is only its own.
     *
     * @param id the {@code id} of the project
     * @return a part of the work of a tenant
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Project get(String id) {
        return api.get("/v1/projects/{id}", id).data(Project.class);
    }

    /**
     * Updates a project.
     *
     * <p>Changes the members that are sent, of which there must be one at least, and leaves the
     * others as they are. The answer is the whole project as it is now. A test key is refused with
     * 403.
     *
     * @param id the {@code id} of the project
     * @param request what it is to be
     * @return a part of the work of a tenant
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Project update(String id, UpdateProjectRequest request) {
        return api.put("/v1/projects/{id}", id).body(request).data(Project.class);
    }

    /**
     * Deletes a project.
     *
     * <p>Takes a project out of use for good, with both its environments: it is neither listed nor
     * found any more, and its API keys are refused with 401 within a second. From the answer on
     * they make no other key. Messages that were not delivered yet are given up ({@code
     * failed_permanent}) within seconds; an attempt under way ends first. A test key is refused
     * with 403.
     *
     * @param id the {@code id} of the project
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public void delete(String id) {
        api.delete("/v1/projects/{id}", id).send();
    }
}
