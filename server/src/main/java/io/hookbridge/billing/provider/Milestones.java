package io.hookbridge.billing.provider;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * When what happened in the life of a subscription, or is to happen; null for what did not and is
 * not to.
 *
 * @param pastDueSince when it was first seen {@code past_due}; kept while it is so without a break
 * @param cancelAt when it is set to end, where the provider names a time
 * @param endedAt when it ended, by the provider's word
 * @param goneSince when the provider was first found not to have it any more
 */
public record Milestones(
        @Nullable Instant pastDueSince,
        @Nullable Instant cancelAt,
        @Nullable Instant endedAt,
        @Nullable Instant goneSince) {

    public static final Milestones NONE = new Milestones(null, null, null, null);

    public Milestones pastDueSince(@Nullable Instant since) {
        return new Milestones(since, cancelAt, endedAt, goneSince);
    }

    public Milestones endedAt(Instant end) {
        return new Milestones(pastDueSince, cancelAt, end, goneSince);
    }

    public Milestones goneSince(Instant since) {
        return new Milestones(pastDueSince, cancelAt, endedAt, since);
    }
}
