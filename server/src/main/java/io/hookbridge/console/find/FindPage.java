package io.hookbridge.console.find;

import io.hookbridge.console.frame.Shell;

import java.util.List;

/**
 * What was found.
 *
 * @param asked as it was typed; may be empty
 * @param hint what to do where nothing was found
 */
public record FindPage(Shell shell, String asked, List<Found> found, String hint) {

    /**
     * A thing and its page.
     *
     * @param kind what it is, in a word or two
     * @param detail what tells it from others; empty for nothing
     */
    public record Found(String kind, String title, String detail, String path) {}

    public int longest() {
        return FindPages.LONGEST;
    }
}
