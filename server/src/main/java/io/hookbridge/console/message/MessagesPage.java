package io.hookbridge.console.message;

import io.hookbridge.base.TargetId;
import io.hookbridge.base.VisibleText;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The list of messages.
 *
 * @param path of this page
 * @param query what was typed
 * @param alert why it could not be read, or null
 * @param searchDays for how many days messages are found by their payloads; 0 if they are not
 * @param chips the states to choose from
 * @param saved the searches that the person has saved
 * @param save the path where a search is saved
 * @param hours what was accepted lately, whatever is searched for
 * @param actions what can be done with all that fit
 * @param start where the first webhook is explained
 * @param news the path that says how many have come since; null where the newest are not shown
 * @param next the path of the next page, or null
 */
public record MessagesPage(
        Shell shell,
        String path,
        String query,
        @Nullable String alert,
        int searchDays,
        List<Shell.Link> chips,
        List<Saved> saved,
        String save,
        Histogram hours,
        List<Row> rows,
        List<MessagePage.Action> actions,
        String start,
        @Nullable String news,
        @Nullable String next) {

    private static final Pattern SCHEME_AND_QUERY = Pattern.compile("^https?://|\\?.*$");

    /**
     * A search that has a name.
     *
     * @param path of this page with it
     * @param forget where it is forgotten
     * @param current whether it is what is searched for now
     */
    public record Saved(String name, String path, String forget, boolean current) {}

    /**
     * A message in the list.
     *
     * @param endpoint where it goes, without the query, which may be a secret
     * @param answer to the last attempt
     * @param accepted when
     * @param took from acceptance to delivery; empty until then
     */
    public record Row(
            String path,
            String id,
            Badge badge,
            boolean sent,
            String endpoint,
            String answer,
            int attempts,
            String accepted,
            Instant acceptedAt,
            String took) {

        /**
         * @param page of the messages
         * @param of what of them is shown
         * @param urls of the endpoints
         */
        static Row of(
                Message message,
                String page,
                ListPlace of,
                Map<TargetId, String> urls,
                Phrases phrases) {
            Instant finished = message.finishedAt();
            return new Row(
                    page + "/" + message.id() + of.suffix(),
                    message.id().toString(),
                    Badge.of(message, phrases),
                    MessagePages.isSent(message),
                    place(urls.getOrDefault(message.target(), "")),
                    LastAnswer.of(message, phrases),
                    message.attemptCount(),
                    phrases.second(message.createdAt()),
                    message.createdAt(),
                    message.status() == MessageStatus.SUCCEEDED && finished != null
                            ? phrases.about(notNegative(message.createdAt(), finished))
                            : "");
        }
    }

    /** The clocks of two nodes may differ. */
    public static Duration notNegative(Instant from, Instant until) {
        return from.isBefore(until) ? Duration.between(from, until) : Duration.ZERO;
    }

    /** Host and path of a URL. */
    static String place(String url) {
        return VisibleText.line(SCHEME_AND_QUERY.matcher(url).replaceAll(""));
    }

    /** Whether what was searched for could be saved. */
    public boolean isUnsaved() {
        return isFiltered() && alert == null && saved.stream().noneMatch(Saved::current);
    }

    public boolean isFiltered() {
        return !query.isEmpty();
    }
}
