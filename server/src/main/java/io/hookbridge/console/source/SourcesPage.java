package io.hookbridge.console.source;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.receive.Rejection;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The sources of a place, the newest first.
 *
 * @param path of this page
 * @param mayManage whether the person may create one
 * @param next where the next page is; null on the last one
 */
public record SourcesPage(
        Shell shell, String path, boolean mayManage, List<Row> sources, @Nullable String next) {

    /** What was refused since then is worth to be seen in the list. */
    private static final Duration LATELY = Duration.ofDays(1);

    /**
     * A source in the list.
     *
     * @param sender who sends to it, as far as it was said
     * @param leads where what it receives goes
     * @param refused when it refused something last, in words; null for nothing in a month
     * @param created when, in words
     */
    public record Row(
            String path,
            String name,
            String sender,
            List<Badge> badges,
            String leads,
            @Nullable String refused,
            String created) {

        /**
         * @param path of the list
         * @param sender see above
         * @param latest what it refused last; null for nothing
         */
        static Row of(
                InboundEndpoint source,
                String path,
                String sender,
                @Nullable Rejection latest,
                Instant now,
                Phrases phrases) {
            List<Badge> badges = new ArrayList<>(Badge.of(source, now, phrases));
            if (latest != null && latest.receivedAt().plus(LATELY).isAfter(now)) {
                badges.add(new Badge(RejectionAdvice.of(latest, phrases).title(), "failing"));
            }
            return new Row(
                    path + "/" + source.id(),
                    SourcesPage.name(source, phrases),
                    sender,
                    badges,
                    SourcesPage.leads(source, phrases),
                    latest == null
                            ? null
                            : phrases.say(
                                    "source.last_refused", phrases.moment(latest.receivedAt())),
                    phrases.say("console.created", phrases.day(source.createdAt())));
        }
    }

    /** What people call it. */
    public static String name(InboundEndpoint source, Phrases phrases) {
        return source.name().isEmpty() ? phrases.say("console.nameless") : source.name();
    }

    /** Where what it receives goes. */
    static String leads(InboundEndpoint source, Phrases phrases) {
        return switch (source.mode()) {
            case FORWARD -> source.url();
            case CLI -> phrases.say("source.leads.cli");
            case PULL -> phrases.say("source.leads.pull");
        };
    }
}
