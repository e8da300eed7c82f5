package io.hookbridge.console.message;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.message.explanation.Explanation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One message.
 *
 * @param alert why the last step did nothing, or null
 * @param list the path of the list it was chosen from
 * @param newer the path of the one before it in that list, or null
 * @param older the path of the one after it, or null
 * @param path of this page
 * @param state what became of it so far, a sentence
 * @param explanation of the last failure, or null
 * @param facts names and values
 * @param payload null if it is there no more
 * @param payloadGone why; null if it is there
 * @param contentType of the payload
 * @param moreOfPayload the path of this page with more of it, or null
 * @param attempts the last ones, the newest first
 * @param earlier how many attempts there were before these
 * @param actions what the person may do now
 * @param curl the call that answers the same
 */
public record MessagePage(
        Shell shell,
        @Nullable String alert,
        String list,
        @Nullable String newer,
        @Nullable String older,
        String path,
        String id,
        boolean sent,
        Badge badge,
        String state,
        @Nullable Explanation explanation,
        List<Fact> facts,
        @Nullable PayloadView payload,
        @Nullable String payloadGone,
        String contentType,
        @Nullable String moreOfPayload,
        List<Attempt> attempts,
        int earlier,
        List<Action> actions,
        String curl) {

    /**
     * Something that is known of the message.
     *
     * @param path where it leads, or null
     * @param mono whether it is an id or the like
     */
    public record Fact(String name, String value, @Nullable String path, boolean mono) {

        static Fact of(String name, String value) {
            return new Fact(name, value, null, false);
        }

        static Fact ofId(String name, String value) {
            return new Fact(name, value, null, true);
        }
    }

    /**
     * Something that can be done.
     *
     * @param path where it is asked for, or done
     * @param asks whether the path leads to a page that asks first
     */
    public record Action(String title, String path, boolean asks, boolean danger) {}

    /**
     * An attempt.
     *
     * @param answer in a word or two
     * @param decision what followed, a sentence
     * @param explanation null after a success, and where it stands at the top of the page
     * @param url where it went, secrets masked
     * @param address that it was sent to, or null
     * @param body the beginning of what was answered; null where it is not shown
     * @param bodyPath where all that is kept of it can be fetched, or null
     */
    public record Attempt(
            int number,
            String began,
            Instant beganAt,
            boolean delivered,
            String answer,
            String took,
            String decision,
            @Nullable Explanation explanation,
            Waterfall waterfall,
            String url,
            @Nullable String address,
            Map<String, String> requestHeaders,
            Map<String, String> responseHeaders,
            @Nullable PayloadView body,
            @Nullable String bodyPath) {}
}
