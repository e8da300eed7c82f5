package io.hookbridge.inbound.verify.preset;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a provider wants to hear.
 *
 * @param status of success, 200 to 299; empty if any will do
 * @param body of success; empty if ours will do
 * @param within how soon the answer must come; empty if nothing is known
 * @param noRetry headers that ask the provider not to send an event again
 * @param refusal the status of a request that is not believed, 400 to 499
 * @param refusalIsEmpty whether it must have no body
 */
public record Answers(
        OptionalInt status,
        Optional<Body> body,
        Optional<Duration> within,
        Map<String, String> noRetry,
        int refusal,
        boolean refusalIsEmpty) {

    static final int UNAUTHORIZED = 401;

    /** Of a preset that says nothing. */
    public static final Answers USUAL =
            new Answers(
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    UNAUTHORIZED,
                    false);

    /**
     * A body that is always the same.
     *
     * @param type empty for a body without a byte and without a type
     */
    public record Body(String type, String text) {

        /** Not a single byte. */
        public static final Body NONE = new Body("", "");
    }

    public Answers {
        noRetry = Map.copyOf(noRetry);
    }
}
