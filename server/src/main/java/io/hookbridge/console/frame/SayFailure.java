package io.hookbridge.console.frame;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Words;
import io.hookbridge.message.explanation.Explanation;
import io.hookbridge.message.explanation.Failed;
import io.hookbridge.message.explanation.FailureKind;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** Says in the language of a page what the API says in English of failures and refusals. Pure. */
public final class SayFailure {

    private static final String KEY = "api.failure.";

    private SayFailure() {}

    /** A few words, for a list. */
    public static String title(FailureKind kind, Phrases phrases) {
        return phrases.translated(kind.title(), KEY + kind.word() + ".title");
    }

    public static String remedy(FailureKind kind, Phrases phrases) {
        return phrases.translated(kind.remedy(), KEY + kind.word() + ".remedy");
    }

    /**
     * @param english as the API has it
     * @param status of the answer; null if there was none
     * @param error the sentence that is stored of the failure; null if there is none
     */
    public static Explanation explanation(
            Explanation english,
            @Nullable Integer status,
            @Nullable String error,
            Phrases phrases) {
        return FailureKind.of(english.kind())
                .map(kind ->
                        new Explanation(
                                english.kind(),
                                phrases.translated(
                                        english.cause(),
                                        KEY + kind.word() + ".cause",
                                        status == null ? String.valueOf(error) : status.toString()),
                                english.remedy().equals(kind.remedy())
                                        ? remedy(kind, phrases)
                                        : phrases.translated(
                                                english.remedy(),
                                                KEY + "then_replay",
                                                remedy(kind, phrases))))
                .orElse(english);
    }

    /**
     * What is stored of a failure, a sentence or the status of the answer.
     *
     * @param status null if there was no answer
     */
    public static String error(@Nullable Integer status, String error, Phrases phrases) {
        return status == null
                ? phrases.translated(
                        error, KEY + FailureKind.of(Failed.of(null, error)).word() + ".title")
                : error;
    }

    /**
     * Why the API refused something, as a sentence. In other languages than English it is told by
     * the code, and where that says too little the API's own sentence follows.
     */
    public static String refusal(ApiError refusal, Phrases phrases) {
        String english = Words.sentence(refusal.message());
        String other = phrases.translated(english, "api.error.other", english);
        return phrases.translated(
                other, "api.error." + refusal.code().name().toLowerCase(Locale.ROOT), english);
    }
}
