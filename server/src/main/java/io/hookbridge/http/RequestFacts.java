package io.hookbridge.http;

import io.hookbridge.access.Caller;
import io.hookbridge.base.ip.IpAddress;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a request by now: what its line in the log tells, and what its answer depends
 * on. Passed from the loop to the thread of the handler and back; belongs to one of them at a time.
 */
final class RequestFacts {

    private final String requestId;
    private final long begunNanos;
    private final RequestHead head;
    private IpAddress address;
    private @Nullable Route route;
    private @Nullable Caller caller;

    /**
     * @param begunNanos when its head had arrived, by the clock of the meters
     * @param peer of its connection
     */
    RequestFacts(String requestId, long begunNanos, RequestHead head, IpAddress peer) {
        this.requestId = requestId;
        this.begunNanos = begunNanos;
        this.head = head;
        this.address = peer;
    }

    String requestId() {
        return requestId;
    }

    long begunNanos() {
        return begunNanos;
    }

    RequestHead head() {
        return head;
    }

    /** Where the caller is; the peer until it is known who is behind a proxy. */
    IpAddress address() {
        return address;
    }

    void address(IpAddress found) {
        address = found;
    }

    /** The route that it led to; null if there is none, or it was refused before. */
    @Nullable Route route() {
        return route;
    }

    void route(Route found) {
        route = found;
    }

    /** Who makes it; null for a caller who was not recognised or asked for. */
    @Nullable Caller caller() {
        return caller;
    }

    void caller(Caller found) {
        caller = found;
    }
}
