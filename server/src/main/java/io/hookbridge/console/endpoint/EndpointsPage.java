package io.hookbridge.console.endpoint;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The endpoints of an environment, those in trouble first.
 *
 * @param path of this page
 * @param text that was searched for; empty for nothing
 * @param next the following page; null on the last one
 * @param remark what the list leaves out; null if it is whole
 * @param manages whether the person may change endpoints
 * @param curl the call that the page stands for
 */
public record EndpointsPage(
        Shell shell,
        String path,
        String text,
        List<Row> rows,
        @Nullable String previous,
        @Nullable String next,
        @Nullable String remark,
        boolean manages,
        String curl) {

    /**
     * An endpoint in the list.
     *
     * @param name its description, or its host
     * @param success the share of attempts that were answered well
     * @param slowest what 95 of 100 answers do not take longer than
     */
    public record Row(
            String id,
            String path,
            String name,
            String url,
            HealthBadge health,
            DayBars bars,
            String success,
            String slowest,
            String waiting,
            String inFlight) {}
}
