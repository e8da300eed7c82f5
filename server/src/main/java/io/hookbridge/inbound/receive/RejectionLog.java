package io.hookbridge.inbound.receive;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;

import org.jdbi.v3.core.Jdbi;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads pages of what was not let in. */
public final class RejectionLog {

    private final RejectionStore rejections;

    public RejectionLog(Jdbi jdbi) {
        this.rejections = new RejectionStore(jdbi);
    }

    /**
     * The newest rejections that fit, the newest first.
     *
     * @param most at least 1
     */
    public List<Rejection> page(RejectionFilter filter, int most) {
        return rejections.list(filter, most);
    }

    /**
     * The newest of each of these endpoints; of one that refused nothing lately there is none.
     * Handshakes are no refusals.
     */
    public Map<InboundEndpointId, Rejection> latest(
            EnvironmentId environment, Collection<InboundEndpointId> endpoints) {
        return rejections.latest(environment, endpoints);
    }
}
