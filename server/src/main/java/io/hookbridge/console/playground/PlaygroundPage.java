package io.hookbridge.console.playground;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.console.live.LiveRows;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The form to send with, what became of what was sent last, and what the built-in receiver is told.
 *
 * @param path of this page, without a query
 * @param endpoints to choose one from
 * @param endpoint the id of the one that is chosen; empty for none
 * @param payload what stands in the form
 * @param times how often it is sent
 * @param examples to begin with; of their titles each is what a phrase ends with
 * @param alert why the form did not do what it was sent for; null if it did
 * @param checked what was found out of the payload, if it was to be checked; else null
 * @param sent null before anything was sent
 * @param receiver null for who may not change endpoints
 */
public record PlaygroundPage(
        Shell shell,
        String path,
        List<Choice> endpoints,
        String endpoint,
        String payload,
        int times,
        List<Choice> examples,
        @Nullable String alert,
        @Nullable String checked,
        @Nullable Sent sent,
        @Nullable Receiver receiver) {

    /**
     * Something to choose.
     *
     * @param value that says so in the form, or where it leads
     */
    public record Choice(String value, String title) {}

    /**
     * What became of what was sent.
     *
     * @param summary all of it in a sentence
     * @param rows the latest, the newest first
     * @param part where the same is without the page around it
     * @param again where to look once more
     */
    public record Sent(String summary, LiveRows rows, String part, String again) {}

    /**
     * How the built-in receiver answers.
     *
     * @param isThere whether an endpoint leads to it
     * @param answers to choose one from
     * @param answer the one that was told
     * @param mayLapse whether retries can come in time-lapse here
     * @param inTimeLapse whether they do
     * @param retries how they come, in words; empty if no endpoint leads to it
     * @param endpoint the page of that endpoint, if it is paused; else null
     * @param alert why it was not told anything else; null if it was, or was not to be
     */
    public record Receiver(
            boolean isThere,
            List<Choice> answers,
            String answer,
            boolean mayLapse,
            boolean inTimeLapse,
            String retries,
            @Nullable String endpoint,
            @Nullable String alert) {}

    /** How often something can be sent at once. */
    public List<Integer> numbers() {
        return List.of(1, 10, 100, 1000);
    }
}
