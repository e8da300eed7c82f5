package io.hookbridge.sdk.inbound;

import io.hookbridge.sdk.Members;

import java.util.Map;

/** What was given before, and how long to wait. */
public final class ListenToInboundEndpointQuery extends Members<ListenToInboundEndpointQuery> {

    private ListenToInboundEndpointQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static ListenToInboundEndpointQuery create() {
        return new ListenToInboundEndpointQuery(Map.of());
    }

    /**
     * The {@code next_cursor} of an earlier answer, or the id of a message that was given.
     * Everything up to there counts as taken.
     *
     * @param after what it is to be
     * @return the request with it
     */
    public ListenToInboundEndpointQuery after(String after) {
        return with("after", after);
    }

    /**
     * How many seconds to wait for a message if there is none.
     *
     * @param waitSeconds in seconds
     * @return the request with it
     */
    public ListenToInboundEndpointQuery waitSeconds(int waitSeconds) {
        return with("wait", waitSeconds);
    }

    @Override
    protected ListenToInboundEndpointQuery copy(Map<String, Object> changed) {
        return new ListenToInboundEndpointQuery(changed);
    }
}
