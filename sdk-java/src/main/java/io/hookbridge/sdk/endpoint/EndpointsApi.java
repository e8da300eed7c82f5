package io.hookbridge.sdk.endpoint;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.PageQuery;
import io.hookbridge.sdk.internal.Api;

/** The addresses that the environment of the API key sends webhooks to. */
public final class EndpointsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public EndpointsApi(Api api) {
        this.api = api;
    }

    /**
     * Lists endpoints.
     *
     * <p>The endpoints of the environment that the calling key belongs to, newest first, without
     * deleted ones. An answer has {@code limit} of them at the most. While {@code has_more} is
     * {@code true}, send {@code next_cursor} as {@code cursor} to get those that follow.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<EndpointSummary> list(PageQuery query) {
        return api.get("/v1/endpoints").query(query).page(EndpointSummary.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<EndpointSummary> list() {
        return list(PageQuery.create());
    }

    /**
     * Creates an endpoint.
     *
     * <p>Makes an endpoint with its first signing key. The answer is the only place where {@code
     * signing_secret} is shown: give it to whoever runs the receiver.
     *
     * <p>The {@code url} must begin with {@code https://} and lead to public addresses only; its
     * host is looked up at once, and again for every delivery. Plain {@code http} is accepted where
     * the operator of this server allowed all addresses of the host by name. An environment has one
     * endpoint for each URL, and the plan of the tenant limits the endpoints of all its projects
     * together, those of live and those of test apart.
     *
     * @param request what it is to be
     * @return a new endpoint with its first signing key
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public CreatedEndpoint create(CreateEndpointRequest request) {
        return api.post("/v1/endpoints").body(request).data(CreatedEndpoint.class);
    }

    /**
     * Gets an endpoint.
     *
     * <p>One endpoint of the environment, without its signing secrets. {@code delivery} says how
     * deliveries to it go on the server that answers; it is left out while that server has none.
     *
     * @param id the {@code id} of the endpoint
     * @return an address that webhooks are sent to
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Endpoint get(String id) {
        return api.get("/v1/endpoints/{id}", id).data(Endpoint.class);
    }

    /**
     * Updates an endpoint.
     *
     * <p>Changes the members that are sent, of which there must be one at least, and leaves the
     * others as they are. {@code headers} takes the place of all headers before; an empty {@code
     * description} removes it. The answer is the whole endpoint as it is now.
     *
     * <p>A changed {@code signature_scheme} holds for every attempt from then on, also for messages
     * that were sent before. Between {@code hookbridge} and {@code v1} the signing keys stay as
     * they are. {@code v1a} needs keys of another kind: on a change to it or from it, one new key
     * takes the place of all keys, and the answer shows it as the creation of an endpoint does.
     *
     * @param id the {@code id} of the endpoint
     * @param request what it is to be
     * @return an endpoint after a change, with its first signing key if it got one
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public UpdatedEndpoint update(String id, UpdateEndpointRequest request) {
        return api.patch("/v1/endpoints/{id}", id).body(request).data(UpdatedEndpoint.class);
    }

    /**
     * Deletes an endpoint.
     *
     * <p>Takes an endpoint out of use for good: it is neither listed nor found any more, its URL is
     * free for another one, and nothing can be sent to it. Messages that were accepted before are
     * still delivered, signed with its keys; if it is paused, they go on waiting until their
     * retention ends.
     *
     * @param id the {@code id} of the endpoint
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public void delete(String id) {
        api.delete("/v1/endpoints/{id}", id).send();
    }

    /**
     * Pauses an endpoint.
     *
     * <p>Messages to the endpoint are accepted and wait, with the status {@code paused}. What is
     * being delivered at this moment is finished. Pausing a paused endpoint changes nothing.
     *
     * @param id the {@code id} of the endpoint
     * @return an endpoint that is paused
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PausedEndpoint pause(String id) {
        return api.post("/v1/endpoints/{id}/pause", id).data(PausedEndpoint.class);
    }

    /**
     * Resumes an endpoint.
     *
     * <p>Delivers again, whether a caller paused the endpoint or its receiver answered 410. The
     * messages that waited are due at once and are sent as fast as the endpoint's limits allow.
     *
     * @param id the {@code id} of the endpoint
     * @return an endpoint that is not paused any more
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public ResumedEndpoint resume(String id) {
        return api.post("/v1/endpoints/{id}/resume", id).data(ResumedEndpoint.class);
    }
}
