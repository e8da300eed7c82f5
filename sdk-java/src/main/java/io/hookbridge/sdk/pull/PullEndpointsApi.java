package io.hookbridge.sdk.pull;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.PageQuery;
import io.hookbridge.sdk.internal.Api;

/** Endpoints that receive and deliver nothing: they keep what they receive until it is fetched. */
public final class PullEndpointsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public PullEndpointsApi(Api api) {
        this.api = api;
    }

    /**
     * Lists pull endpoints.
     *
     * <p>The pull endpoints of the environment that the calling key belongs to, newest first,
     * without deleted ones. While {@code has_more} is {@code true}, send {@code next_cursor} as
     * {@code cursor} to get those that follow.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<PullEndpointSummary> list(PageQuery query) {
        return api.get("/v1/pull-endpoints").query(query).page(PullEndpointSummary.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<PullEndpointSummary> list() {
        return list(PageQuery.create());
    }

    /**
     * Creates a pull endpoint.
     *
     * <p>Makes an endpoint that keeps what it receives until somebody fetches it. The answer is the
     * only place where {@code ingest_url} comes with its token, which is {@code secret_token}: give
     * it to whoever sends.
     *
     * <p>A check that is on needs what it checks with. Without any, whoever knows the address can
     * send. The plan of the tenant limits the endpoints of all its projects together, whether they
     * send or receive, and how long events are kept.
     *
     * @param request what it is to be
     * @return a new pull endpoint, with its token
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public CreatedPullEndpoint create(CreatePullEndpointRequest request) {
        return api.post("/v1/pull-endpoints").body(request).data(CreatedPullEndpoint.class);
    }

    /**
     * Gets a pull endpoint.
     *
     * <p>One pull endpoint, with how many events it has in each state that can be fetched. Of one
     * state no more than 10000 are counted.
     *
     * @param id the {@code id} of the pull endpoint
     * @return a pull endpoint, with how many events it has
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public CountedPullEndpoint get(String id) {
        return api.get("/v1/pull-endpoints/{id}", id).data(CountedPullEndpoint.class);
    }

    /**
     * Updates a pull endpoint.
     *
     * <p>Changes the members that are sent and leaves the others as they are. An empty {@code
     * description} removes it; an empty {@code event_type_source} ends the search for types. What
     * was received before stays as it is, also how long it is kept. The answer is the whole
     * endpoint as it is now.
     *
     * @param id the {@code id} of the pull endpoint
     * @param request what it is to be
     * @return an endpoint whose events are fetched
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PullEndpoint update(String id, UpdatePullEndpointRequest request) {
        return api.patch("/v1/pull-endpoints/{id}", id).body(request).data(PullEndpoint.class);
    }

    /**
     * Deletes a pull endpoint.
     *
     * <p>Takes an endpoint out of use for good. Whatever is sent to it is refused, and its events
     * can be neither listed nor fetched any more; they go when their time is over.
     *
     * @param id the {@code id} of the pull endpoint
     * @return a pull endpoint that is gone
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public DeletedPullEndpoint delete(String id) {
        return api.delete("/v1/pull-endpoints/{id}", id).data(DeletedPullEndpoint.class);
    }

    /**
     * Pauses a pull endpoint.
     *
     * <p>Whatever is sent to the endpoint is answered 503, so that senders try again later. Events
     * that are there can be fetched. Pausing a paused endpoint changes nothing.
     *
     * @param id the {@code id} of the pull endpoint
     * @return whether a pull endpoint is paused
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PausedPullEndpoint pause(String id) {
        return api.post("/v1/pull-endpoints/{id}/pause", id).data(PausedPullEndpoint.class);
    }

    /**
     * Resumes a pull endpoint.
     *
     * <p>The endpoint receives again. Resuming one that is not paused changes nothing.
     *
     * @param id the {@code id} of the pull endpoint
     * @return whether a pull endpoint is paused
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PausedPullEndpoint resume(String id) {
        return api.post("/v1/pull-endpoints/{id}/resume", id).data(PausedPullEndpoint.class);
    }
}
