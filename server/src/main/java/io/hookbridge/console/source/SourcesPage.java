package io.hookbridge.console.source;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Words;
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
     * @param refused what it refused last, and when; null for nothing in a month
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
                Instant now) {
            List<Badge> badges = new ArrayList<>(Badge.of(source, now));
            if (latest != null && latest.receivedAt().plus(LATELY).isAfter(now)) {
                badges.add(new Badge(RejectionAdvice.of(latest).title(), "failing"));
            }
            return new Row(
                    path + "/" + source.id(),
                    SourcesPage.name(source),
                    sender,
                    badges,
                    SourcesPage.leads(source),
                    latest == null ? null : "Last refused " + Words.moment(latest.receivedAt()),
                    Words.day(source.createdAt()));
        }
    }

    /** What people call it. */
    static String name(InboundEndpoint source) {
        return source.name().isEmpty() ? "Without a name" : source.name();
    }

    /** Where what it receives goes. */
    static String leads(InboundEndpoint source) {
        return switch (source.mode()) {
            case FORWARD -> source.url();
            case CLI -> "Whoever listens";
            case PULL -> "Kept until it is fetched";
        };
    }
}
