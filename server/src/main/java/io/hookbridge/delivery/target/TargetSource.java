package io.hookbridge.delivery.target;

import io.hookbridge.base.TargetId;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where targets come from: whoever has addresses that messages are delivered to keeps them. */
public interface TargetSource {

    /** Also a deleted one; empty if there never was such a target. */
    Optional<DeliveryTarget> find(TargetId id);

    /**
     * Those of {@code ids} that there are, with one statement for each kind of target. One whose
     * secrets do not open is left out, so that it is in nobody else's way.
     */
    Map<TargetId, DeliveryTarget> findAll(Set<TargetId> ids);

    /**
     * Pauses a target whose receiver answered 410 Gone. One that is paused or deleted already stays
     * as it is, and so does one that was changed or resumed since the receiver was asked: another
     * receiver may be there now, and the answer says nothing of it.
     *
     * @param url that answered
     * @param askedAt when the attempt began
     */
    void pauseBecauseGone(TargetId id, String url, Instant askedAt, Instant at);
}
