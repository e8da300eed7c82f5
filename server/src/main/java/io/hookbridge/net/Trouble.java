package io.hookbridge.net;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can go wrong with a call, and the sentence that tells the owner of the receiver. Sentences
 * are what is stored of it, so a new one may be added, but none changed.
 */
public enum Trouble {
    UNKNOWN_NAME(Cause.DNS, Sentences.NOWHERE),
    BLOCKED_ADDRESS(Cause.BLOCKED_ADDRESS, Sentences.NOWHERE),
    NOT_CONNECTED_IN_TIME(Cause.CONNECT, "No connection was made in time."),
    CONNECTION_REFUSED(
            Cause.CONNECT, "The connection was refused, or nothing leads to the address."),
    CERTIFICATE_OF_OTHER_HOST(Cause.TLS, "The certificate is for another host."),
    CERTIFICATE_EXPIRED(Cause.TLS, "The certificate has expired."),
    CERTIFICATE_NOT_TRUSTED(Cause.TLS, "The certificate is not from an issuer that is trusted."),
    HANDSHAKE_FAILED(Cause.TLS, "The TLS handshake failed."),
    HANDSHAKE_OUT_OF_TIME(Cause.TIMEOUT, "The TLS handshake was not complete in time."),
    OUT_OF_TIME(Cause.TIMEOUT, "There was no complete answer in time."),
    TOO_LONG(Cause.BROKEN, "The answer had more than 256 KiB of headers and the like."),
    NO_STATUS(Cause.BROKEN, "The answer had no valid status."),
    BROKEN(
            Cause.BROKEN,
            "The connection broke before the answer was complete, or it was not HTTP.");

    private final Cause cause;
    private final String sentence;

    Trouble(Cause cause, String sentence) {
        this.cause = cause;
        this.sentence = sentence;
    }

    /** What came of a call that had it. */
    public Outcome.Failed failed() {
        return new Outcome.Failed(cause, sentence);
    }

    /** The first one with this sentence; empty if none has it. */
    public static Optional<Trouble> of(String sentence) {
        return Stream.of(values()).filter(trouble -> trouble.sentence.equals(sentence)).findFirst();
    }

    private static final class Sentences {

        /** The same for both: only the operator may know whether an inner name exists. */
        private static final String NOWHERE =
                "The host has no address, or one that deliveries may not reach.";

        private Sentences() {}
    }
}
