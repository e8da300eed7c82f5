package io.hookbridge.message.explanation;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt that failed, or of a message that was given up.
 *
 * @param status of the answer; null if there was none
 * @param error the sentence that is stored of it
 * @param connected whether a connection was made or kept, as far as is known
 * @param answerBegan whether the head of an answer came
 */
public record Failed(
        @Nullable Integer status, String error, boolean connected, boolean answerBegan) {

    /** Of a message, which tells nothing of the phases of its last attempt. */
    public static Failed of(@Nullable Integer status, String error) {
        return new Failed(status, error, true, status != null);
    }
}
