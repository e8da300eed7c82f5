package io.hookbridge.console.playground;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Words;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/**
 * The form to send with, and what became of what was sent last.
 *
 * @param path of this page, without a query
 * @param start where the first endpoint is made
 * @param endpoints to choose one from
 * @param endpoint the id of the one that is chosen; empty for none
 * @param payload what stands in the form
 * @param times how often it is sent
 * @param examples to begin with
 * @param alert why the form did not do what it was sent for; null if it did
 * @param sent null before anything was sent
 */
public record PlaygroundPage(
        Shell shell,
        String path,
        String start,
        List<Choice> endpoints,
        String endpoint,
        String payload,
        int times,
        List<Choice> examples,
        @Nullable String alert,
        @Nullable Sent sent) {

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
     * @param again where to look once more
     */
    public record Sent(String summary, List<Row> rows, String again) {}

    /**
     * A message.
     *
     * @param look the end of the class of its badge
     * @param answer what the receiver answered last, or what went wrong; empty before that
     */
    public record Row(
            String id, String time, String sent, String state, String look, String answer) {}

    /** How often something can be sent at once. */
    public List<Choice> numbers() {
        return Stream.of(1, 10, 100, 1000)
                .map(number -> new Choice(String.valueOf(number), Words.number(number)))
                .toList();
    }
}
