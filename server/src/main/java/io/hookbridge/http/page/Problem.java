package io.hookbridge.http.page;

import org.jspecify.annotations.Nullable;

/**
 * What {@code problem.jte} tells a person who cannot go on.
 *
 * @param heading what is the matter, in a few words
 * @param explanation why, in a sentence or two
 * @param advice what to do now
 * @param link the way out, or null where this server knows none
 * @param reference the request id to quote to an operator, or null where nobody needs to look
 */
public record Problem(
        String heading,
        String explanation,
        String advice,
        @Nullable Link link,
        @Nullable String reference) {

    /** A way out. */
    public record Link(String path, String text) {}
}
