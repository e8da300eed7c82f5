package io.hookbridge.http.page;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

import org.jspecify.annotations.Nullable;

/** How a refusal looks to a person. */
final class Refusal {

    private Refusal() {}

    /** For an address that leads nowhere. */
    static Problem lost(Problem.Link wayOut) {
        return new Problem(
                "There is no such page",
                "Nothing is at this address.",
                "What was here may have moved, or the address is not complete.",
                wayOut,
                null);
    }

    /**
     * @param wayOut null where there is none
     */
    static Problem of(ApiError error, String requestId, Problem.@Nullable Link wayOut) {
        if (error.code() == ErrorCode.NOT_FOUND) {
            return new Problem(
                    "Nothing is here",
                    Words.sentence(error.message()),
                    "What was here may have been deleted, or the address is not complete.",
                    wayOut,
                    null);
        }
        return switch (error.code().category()) {
            case CALLER, CONFLICT, LIMIT ->
                    new Problem(
                            "This did not work",
                            "Nothing was changed: " + error.message() + ".",
                            "Go back, reload the page and try again.",
                            wayOut,
                            null);
            case OURS ->
                    new Problem(
                            "Something went wrong on our side",
                            "The server could not answer just now.",
                            "Try again in a minute. If it keeps happening, tell the operator of this"
                                    + " server the reference below.",
                            wayOut,
                            requestId);
        };
    }
}
