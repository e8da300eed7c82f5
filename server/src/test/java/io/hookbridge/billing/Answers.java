package io.hookbridge.billing;

import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.Unavailability;

/** Reads what came of asking a provider; fails if it is something else. */
public final class Answers {

    private Answers() {}

    public static <T> T answer(Asked<T> asked) {
        return switch (asked) {
            case Asked.Got<T>(T answer) -> answer;
            case Asked.CustomerGone<T> _, Asked.Unavailable<T> _ ->
                    throw new AssertionError("no answer: " + asked);
        };
    }

    public static OpenedSession opened(Asked<?> asked) {
        return (OpenedSession) answer(asked);
    }

    public static Unavailability why(Asked<?> asked) {
        return ((Asked.Unavailable<?>) asked).why();
    }
}
