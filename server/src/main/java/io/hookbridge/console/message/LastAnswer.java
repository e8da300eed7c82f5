package io.hookbridge.console.message;

import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.Message;
import io.hookbridge.message.explanation.Failed;
import io.hookbridge.message.explanation.FailureKind;

import org.jspecify.annotations.Nullable;

/** What came of an attempt, in a word or two. */
final class LastAnswer {

    private LastAnswer() {}

    static String of(Message message, Phrases phrases) {
        return of(message.responseStatus(), message.lastError(), phrases);
    }

    /**
     * @param error what went wrong; null after a success and before the first attempt
     */
    static String of(@Nullable Integer status, @Nullable String error, Phrases phrases) {
        if (error == null) {
            return status == null ? "–" : status.toString();
        }
        String title = SayFailure.title(FailureKind.of(Failed.of(status, error)), phrases);
        return status == null ? title : status + " " + title;
    }
}
