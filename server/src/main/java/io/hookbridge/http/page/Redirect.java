package io.hookbridge.http.page;

import org.jspecify.annotations.Nullable;

/**
 * The way to another page, which says once what was done.
 *
 * @param path of this server
 * @param notice a sentence or two, or null if there is nothing to say
 */
public record Redirect(String path, @Nullable String notice) {

    /** Without a notice. */
    public static Redirect to(String path) {
        return new Redirect(path, null);
    }
}
