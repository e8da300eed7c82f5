package io.hookbridge.message.explanation;

import java.util.Set;

/**
 * Why something failed and what to do about it.
 *
 * @param kind the word of a {@link FailureKind}
 * @param cause a sentence or two, for the owner of the receiver
 * @param remedy the same
 */
public record Explanation(String kind, String cause, String remedy) {

    /** The decisions that leave a message which a replay would deliver once the cause is gone. */
    private static final Set<String> REPLAYABLE = Set.of("refused", "gone", "attempts_used_up");

    /**
     * @param decision what followed: {@code again}, or why the message was given up
     */
    public static Explanation of(Failed failed, String decision) {
        FailureKind kind = FailureKind.of(failed);
        return new Explanation(
                kind.word(),
                kind.cause(failed),
                REPLAYABLE.contains(decision)
                        ? kind.remedy() + " Then replay the message."
                        : kind.remedy());
    }
}
