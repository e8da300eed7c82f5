package io.hookbridge.delivery.target;

import io.hookbridge.base.TargetId;

import java.time.Instant;
import java.util.Optional;

/** Where targets come from: whoever has addresses that messages are delivered to keeps them. */
public interface TargetSource {

    /** Also a deleted one; empty if there never was such a target. */
    Optional<DeliveryTarget> find(TargetId id);

    /**
     * Pauses a target whose receiver answered 410 Gone; one that is paused or deleted already stays
     * as it is.
     */
    void pauseBecauseGone(TargetId id, Instant at);
}
