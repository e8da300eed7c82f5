package io.hookbridge.console.home;

import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.http.page.Phrases;
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
    static TroubleRow of(
            TroubleStore.Trouble trouble, @Nullable String endpoints, Phrases phrases) {
        return new TroubleRow(
                trouble.url(),
                endpoints == null ? null : endpoints + "/" + trouble.endpoint(),
                cause(trouble, phrases) + waiting(trouble.waiting(), phrases) + ".");
    }

    private static String cause(TroubleStore.Trouble trouble, Phrases phrases) {
        if (trouble.paused()) {
            return phrases.say("figure.trouble.paused");
        }
        if (trouble.waiting() > 0 && trouble.lastStatus() != null) {
            return phrases.say("figure.trouble.answers", trouble.lastStatus().toString());
        }
        if (trouble.waiting() > 0 && trouble.lastError() != null) {
            // A sentence of its own elsewhere.
            return phrases.say(
                    "figure.trouble.silent",
                    SayFailure.error(null, trouble.lastError(), phrases).replaceFirst("\\.$", ""));
        }
        return phrases.say("figure.trouble.failed", trouble.attempts(), trouble.failed());
    }

    private static String waiting(long waiting, Phrases phrases) {
        if (waiting == 0) {
            return "";
        }
        return waiting == TroubleStore.MOST_COUNTED
                ? phrases.say("figure.trouble.more_wait", waiting)
                : phrases.say("figure.trouble.wait", waiting);
    }
}
