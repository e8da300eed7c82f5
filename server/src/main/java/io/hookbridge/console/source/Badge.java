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

    /** Whatever has to be known at a glance; empty for a source that takes what is genuine. */
    static List<Badge> of(InboundEndpoint source, Instant now, Phrases phrases) {
        List<Badge> badges = new ArrayList<>();
        if (source.paused()) {
            badges.add(new Badge(phrases.say("source.badge.paused"), "paused"));
        }
        Instant until = source.checks().takesSecretUntil();
        if (until != null) {
            badges.add(
                    now.isBefore(until)
                            ? new Badge(phrases.say("source.badge.awaits_secret"), "waiting")
                            : new Badge(phrases.say("source.badge.without_secret"), "failing"));
        } else if (!source.checks().any()) {
            badges.add(new Badge(phrases.say("source.badge.unverified"), "failing"));
        }
        return badges;
    }

    /**
     * @param mode of the source
     */
    static Badge of(MessageStatus status, InboundMode mode, Phrases phrases) {
        if (status == MessageStatus.QUEUED && mode == InboundMode.CLI) {
            return new Badge(phrases.say("source.badge.waits_for_listener"), "waiting");
        }
        StatusBadge badge = StatusBadge.of(status, phrases);
        return new Badge(badge.title(), badge.kind());
    }

    /** Of an event that is fetched. */
    public static Badge of(EventState state, Phrases phrases) {
        String look =
                switch (state) {
                    case STORED -> "waiting";
                    case FETCHED -> "paused";
                    case DELIVERED -> "ok";
                };
        return new Badge(phrases.say("pull.state." + state.word()), look);
    }
}
