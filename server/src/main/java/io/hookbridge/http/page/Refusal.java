package io.hookbridge.http.page;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

import org.jspecify.annotations.Nullable;

/** How a refusal looks to a person. */
record Refusal(Phrases phrases) {

    Language language() {
        return phrases.language();
    }

    /**
     * @param key of the phrase that it is called by
     */
    Problem.Link link(String path, String key) {
        return new Problem.Link(path, phrases.say(key));
    }

    /** For an address that leads nowhere. */
    Problem lost(Problem.Link wayOut) {
        return new Problem(
                phrases.say("page.lost"),
                phrases.say("page.lost.explanation"),
                phrases.say("page.lost.advice"),
                wayOut,
                null);
    }

    /**
     * @param wayOut null where there is none
     */
    Problem of(ApiError error, String requestId, Problem.@Nullable Link wayOut) {
        if (error.code() == ErrorCode.NOT_FOUND) {
            return new Problem(
                    phrases.say("page.gone"),
                    inEnglish() ? sentence(error) : phrases.say("page.lost.explanation"),
                    phrases.say("page.gone.advice"),
                    wayOut,
                    null);
        }
        return switch (error.code().category()) {
            case CALLER, CONFLICT, LIMIT ->
                    new Problem(
                            phrases.say("page.refused"),
                            phrases.say("page.refused.explanation")
                                    + (inEnglish() ? " " + sentence(error) : ""),
                            phrases.say("page.refused.advice"),
                            wayOut,
                            null);
            case OURS ->
                    new Problem(
                            phrases.say("page.failed"),
                            phrases.say("page.failed.explanation"),
                            phrases.say("page.failed.advice"),
                            wayOut,
                            requestId);
        };
    }

    /** Errors of the API are told in English alone. */
    private boolean inEnglish() {
        return language() == Language.ENGLISH;
    }

    private static String sentence(ApiError error) {
        return Words.sentence(error.message());
    }
}
