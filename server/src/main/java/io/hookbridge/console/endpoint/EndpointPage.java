package io.hookbridge.console.endpoint;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One endpoint: how deliveries to it go, and all that is set of it.
 *
 * @param path of this page
 * @param list the way back
 * @param banner what is wrong; null if nothing is
 * @param figures of the last 24 hours
 * @param now how deliveries go at this moment, on the server that answers
 * @param settings pace and the like
 * @param headers added to each delivery, secrets masked
 * @param metadata what callers of the API noted
 * @param retries the policy in words
 * @param retriesBy who chose it
 * @param trial of the new key; null unless there are two
 * @param snippets how a receiver checks signatures; none where deliveries carry none
 * @param paused whether deliveries wait
 * @param manages whether the person may change endpoints
 * @param sends whether the person may send
 * @param curl the call that the page stands for
 */
public record EndpointPage(
        Shell shell,
        String path,
        String list,
        String id,
        String name,
        String url,
        HealthBadge health,
        @Nullable Banner banner,
        DayBars day,
        List<Hour> hours,
        List<Fact> figures,
        List<Fact> now,
        List<Fact> settings,
        List<Fact> headers,
        List<Fact> metadata,
        String retries,
        String retriesBy,
        List<Key> keys,
        @Nullable KeyTrialView trial,
        List<Snippet> snippets,
        boolean paused,
        boolean manages,
        boolean sends,
        String curl) {

    /**
     * What is wrong and what helps, a sentence or two each.
     *
     * @param kind the class of the notice
     */
    public record Banner(String kind, String cause, String remedy) {}

    public record Fact(String name, String value) {}

    /** A row of the table beside the chart. */
    public record Hour(String start, String attempts, String failed, String givenUp) {}

    /**
     * A signing key.
     *
     * @param hint the last characters of its secret
     * @param until when it stops signing; null for one without an end
     * @param end where it is deleted; null for the last one
     */
    public record Key(
            String id, String hint, String created, @Nullable String until, @Nullable String end) {}

    /** Code for a receiver. */
    public record Snippet(String title, String code) {}
}
