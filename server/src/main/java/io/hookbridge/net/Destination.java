package io.hookbridge.net;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;

import org.jspecify.annotations.Nullable;

/**
 * Whose request it is and where it goes. No connection serves two targets, and no environment's
 * look-ups keep those of another one waiting.
 *
 * @param url as {@link TargetCheck} accepts it
 * @param query what is added to the query of the URL, as {@link Url#withQuery} does; whoever sent
 *     it chose it freely. Null for nothing
 */
public record Destination(
        TargetId target, EnvironmentId environment, String url, @Nullable String query) {

    /** With the query of the URL alone. */
    public Destination(TargetId target, EnvironmentId environment, String url) {
        this(target, environment, url, null);
    }

    /** Where it goes, if the URL is read as {@code read}. */
    public Url with(Url read) {
        return query == null ? read : read.withQuery(query);
    }
}
