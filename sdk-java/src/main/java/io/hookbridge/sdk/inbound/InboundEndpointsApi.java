package io.hookbridge.sdk.inbound;

import io.hookbridge.sdk.Answer;
import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.PageQuery;
import io.hookbridge.sdk.internal.Api;

import java.util.List;

/** The addresses that others send webhooks to. */
public final class InboundEndpointsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public InboundEndpointsApi(Api api) {
        this.api = api;
    }

    /**
     * Lists inbound endpoints.
     *
     * <p>The endpoints of the environment that receive, newest first, without deleted ones. An
     * answer has {@code limit} of them at the most. While {@code has_more} is {@code true}, send
     * {@code next_cursor} as {@code cursor} to get those that follow.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<InboundEndpointSummary> list(PageQuery query) {
        return api.get("/v1/inbound-endpoints").query(query).page(InboundEndpointSummary.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<InboundEndpointSummary> list() {
        return list(PageQuery.create());
    }

    /**
     * Creates an inbound endpoint.
     *
     * <p>Makes an address that others can send webhooks to, and says what becomes of what they
     * send: it is forwarded to {@code url}, or waits for whoever listens ({@code cli}) or fetches
     * it ({@code pull}). Give {@code ingest_url} to the sender as a secret: it has the token of the
     * endpoint.
     *
     * <p>A check that is on needs something to check with, or the endpoint is refused: {@code
     * details.pointer} says what is missing. Without any check the endpoint is {@code unverified}.
     * What is forwarded is signed with keys of the endpoint if {@code signing_enabled} says so; the
     * answer is the only place where the {@code signing_secret} is shown.
     *
     * @param request what it is to be
     * @return a new endpoint that receives, with the secrets that are shown once
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public CreatedInboundEndpoint create(InboundEndpointRequest request) {
        return api.post("/v1/inbound-endpoints").body(request).data(CreatedInboundEndpoint.class);
    }

    /**
     * Gets an inbound endpoint.
     *
     * <p>One endpoint of the environment that receives. Secrets that it checks with and signing
     * secrets are not shown; the token is part of {@code ingest_url}.
     *
     * @param id the {@code id} of the inbound endpoint
     * @return an endpoint that receives
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public InboundEndpoint get(String id) {
        return api.get("/v1/inbound-endpoints/{id}", id).data(InboundEndpoint.class);
    }

    /**
     * Updates an inbound endpoint.
     *
     * <p>Changes the members that are sent and leaves the others as they are. What was received
     * before stays what it was: with another {@code mode}, only what comes from then on goes the
     * new way, except that what still waits to be forwarded or listened to goes the way that the
     * endpoint has when its turn comes. One that signs for the first time gets its first key, which
     * the answer shows.
     *
     * @param id the {@code id} of the inbound endpoint
     * @param request what it is to be
     * @return an endpoint that receives, after a change
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public UpdatedInboundEndpoint update(String id, InboundEndpointRequest request) {
        return api.patch("/v1/inbound-endpoints/{id}", id)
                .body(request)
                .data(UpdatedInboundEndpoint.class);
    }

    /**
     * Deletes an inbound endpoint.
     *
     * <p>Takes an endpoint out of use for good: whatever is sent to it is refused with 410. What it
     * received before is still forwarded.
     *
     * @param id the {@code id} of the inbound endpoint
     * @return that it is gone
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public DeletedInboundEndpoint delete(String id) {
        return api.delete("/v1/inbound-endpoints/{id}", id).data(DeletedInboundEndpoint.class);
    }

    /**
     * Pauses an inbound endpoint.
     *
     * <p>Whatever is sent to the endpoint is refused with 503 and {@code Retry-After}, so that
     * senders try again. What it received before goes on. Pausing a paused endpoint changes
     * nothing.
     *
     * @param id the {@code id} of the inbound endpoint
     * @return whether it refuses whatever comes
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PausedInboundEndpoint pause(String id) {
        return api.post("/v1/inbound-endpoints/{id}/pause", id).data(PausedInboundEndpoint.class);
    }

    /**
     * Resumes an inbound endpoint.
     *
     * <p>The endpoint receives again.
     *
     * @param id the {@code id} of the inbound endpoint
     * @return whether it refuses whatever comes
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PausedInboundEndpoint resume(String id) {
        return api.post("/v1/inbound-endpoints/{id}/resume", id).data(PausedInboundEndpoint.class);
    }

    /**
     * Asks for what an endpoint has received.
     *
     * <p>Whoever asks again with {@code after} has what was given up to there; those messages are
     * {@code succeeded} then. What was given otherwise is given again.
     *
     * @param id the {@code id} of the inbound endpoint
     * @param query which ones
     * @return what there is
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Answer<List<ListenedMessage>> listen(String id, ListenToInboundEndpointQuery query) {
        return api.get("/v1/inbound-endpoints/{id}/listen", id)
                .query(query)
                .answerOfList(ListenedMessage.class);
    }

    /**
     * The same for all of them.
     *
     * @param id the {@code id} of the inbound endpoint
     * @return what there is
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Answer<List<ListenedMessage>> listen(String id) {
        return listen(id, ListenToInboundEndpointQuery.create());
    }

    /**
     * Lists rejections.
     *
     * <p>The requests that endpoints of the environment refused, the newest first, for 30 days. Of
     * an endpoint and a reason, ten in a minute have a line each, of an endpoint thirty, and the
     * first two of each reason always; the others of that minute are one line for each reason, with
     * their number in {@code requests}. What is sent to an endpoint that never existed belongs to
     * nobody and is not listed.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<InboundRejection> rejections(ListInboundRejectionsQuery query) {
        return api.get("/v1/inbound-rejections").query(query).page(InboundRejection.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<InboundRejection> rejections() {
        return rejections(ListInboundRejectionsQuery.create());
    }
}
