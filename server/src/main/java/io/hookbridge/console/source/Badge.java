package io.hookbridge.console.source;

import io.hookbridge.console.frame.StatusBadge;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.pull.event.EventState;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A state in a word or two.
 *
 * @param look the end of a class of the stylesheet: {@code ok}, {@code failing}, {@code waiting},
 *     {@code dead} or {@code paused}
 */
public record Badge(String text, String look) {

    static final Badge VERIFIED = new Badge("Verified", "ok");
    static final Badge UNVERIFIED = new Badge("Not verified", "failing");

    /** Whatever has to be known at a glance; empty for a source that takes what is genuine. */
    static List<Badge> of(InboundEndpoint source, Instant now) {
        List<Badge> badges = new ArrayList<>();
        if (source.paused()) {
            badges.add(new Badge("Paused", "paused"));
        }
        Instant until = source.checks().takesSecretUntil();
        if (until != null) {
            badges.add(
                    now.isBefore(until)
                            ? new Badge("Awaits its secret", "waiting")
                            : new Badge("Has no secret", "failing"));
        } else if (!source.checks().any()) {
            badges.add(UNVERIFIED);
        }
        return badges;
    }

    /**
     * @param mode of the source
     */
    static Badge of(MessageStatus status, InboundMode mode) {
        if (status == MessageStatus.QUEUED && mode == InboundMode.CLI) {
            return new Badge("Waits for a listener", "waiting");
        }
        StatusBadge badge = StatusBadge.of(status, Phrases.ENGLISH);
        return new Badge(badge.title(), badge.kind());
    }

    /** Of an event that is fetched. */
    public static Badge of(EventState state) {
        return switch (state) {
            case STORED -> new Badge("Waiting", "waiting");
            case FETCHED -> new Badge("Fetched", "paused");
            case DELIVERED -> new Badge("Acknowledged", "ok");
        };
    }
}
