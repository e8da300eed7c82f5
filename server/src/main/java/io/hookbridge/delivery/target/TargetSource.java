package io.hookbridge.delivery.target;

import io.hookbridge.base.TargetId;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Where targets come from: whoever has addresses that messages are delivered to keeps them. */
public interface TargetSource {

    /** Also deleted ones; without those that there never were. */
    List<DeliveryTarget> find(Collection<TargetId> ids);

    /**
     * Pauses a target whose receiver answered 410 Gone; one that is paused or deleted already stays
     * as it is.
     */
    void pauseBecauseGone(TargetId id, Instant at);
}
