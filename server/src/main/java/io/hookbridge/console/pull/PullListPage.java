package io.hookbridge.console.pull;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The sources of a place whose events are fetched, the newest first.
 *
 * @param sources where all sources are
 * @param next where the next page is; null on the last one
 */
public record PullListPage(Shell shell, String sources, List<Row> rows, @Nullable String next) {

    /**
     * A source in the list.
     *
     * @param waiting how many of its events wait to be fetched, in words
     * @param created when, in words
     */
    public record Row(String path, String name, boolean paused, String waiting, String created) {}
}
