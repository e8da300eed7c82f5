package io.hookbridge.inbound.verify;

import io.hookbridge.inbound.verify.scheme.Flaw;
import io.hookbridge.net.Header;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What is to be done with a request. */
public sealed interface Outcome {

    /**
     * It is an event.
     *
     * @param isProven whether anything was checked; without a check whoever knows the URL is
     *     believed
     * @param eventType 1 to 256 characters; empty if the event does not say
     * @param key what tells it from others; empty if nothing does
     * @param repeatable if the key can be changed or left out without anybody noticing: a hash of
     *     what cannot, to flag events that have it in common. Empty if the key is signed, nothing
     *     is, or events have no keys
     * @param construction what was signed, as the scheme writes it; empty if nothing was
     */
    record Verified(
            boolean isProven,
            Optional<String> eventType,
            Optional<DedupeKey> key,
            Optional<Repeatable> repeatable,
            String construction)
            implements Outcome {}

    /**
     * The hash of what was signed.
     *
     * @param hash 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Repeatable(byte[] hash) {}

    /**
     * It is a handshake, with this answer.
     *
     * @param name of the handshake
     * @param status 200 to 299
     * @param body perhaps without a byte
     * @param action what is to be done before it is answered; empty for nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answered(
            String name, int status, List<Header> headers, byte[] body, Optional<Action> action)
            implements Outcome {}

    /** What a handshake asks for. */
    sealed interface Action {

        /** The value is the endpoint's secret from now on. */
        record StoreSecret(String secret) implements Action {

            /** Leaves the secret out. */
            @Override
            public String toString() {
                return "StoreSecret";
            }
        }

        /** The value is shown to the owner of the endpoint. */
        record Show(String value) implements Action {}

        /** The URL, which is the provider's, has to be fetched. */
        record Fetch(URI url) implements Action {}
    }

    /** It is refused. */
    record Refused(Refusal refusal, Flaw flaw) implements Outcome {}

    /** Nothing can be said now; the provider should send it again. */
    record Undecided() implements Outcome {}
}
