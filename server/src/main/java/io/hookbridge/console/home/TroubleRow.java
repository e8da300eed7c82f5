package io.hookbridge.console.home;

import io.hookbridge.http.page.Words;
import io.hookbridge.insight.overview.TroubleStore;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint that needs somebody.
 *
 * @param path of its page, or null where this server has none
 * @param cause what is the matter, in a few words
 */
public record TroubleRow(String url, @Nullable String path, String cause) {

    /**
     * @param endpoints what the paths of endpoints begin with, or null
     */
    static TroubleRow of(TroubleStore.Trouble trouble, @Nullable String endpoints) {
        return new TroubleRow(
                trouble.url(),
                endpoints == null ? null : endpoints + "/" + trouble.endpoint(),
                cause(trouble) + waiting(trouble.waiting()) + ".");
    }

    private static String cause(TroubleStore.Trouble trouble) {
        if (trouble.paused()) {
            return "Paused";
        }
        if (trouble.waiting() > 0 && trouble.lastStatus() != null) {
            return "Answers " + trouble.lastStatus();
        }
        if (trouble.waiting() > 0 && trouble.lastError() != null) {
            // A sentence of its own elsewhere.
            return "Does not answer: " + trouble.lastError().replaceFirst("\\.$", "");
        }
        return "%s of %s failed"
                .formatted(
                        Words.number(trouble.failed()), Words.count(trouble.attempts(), "attempt"));
    }

    private static String waiting(long waiting) {
        if (waiting == 0) {
            return "";
        }
        return waiting == TroubleStore.MOST_COUNTED
                ? "; " + Words.number(waiting) + " messages or more wait"
                : "; " + Words.count(waiting, "message") + (waiting == 1 ? " waits" : " wait");
    }
}
