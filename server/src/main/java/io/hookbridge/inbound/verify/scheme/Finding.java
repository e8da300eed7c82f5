package io.hookbridge.inbound.verify.scheme;

/** What a scheme says of one request. */
public sealed interface Finding {

    /**
     * The holder of a secret or of the provider's private key sent it, as far as the scheme goes.
     *
     * @param construction what of the request was signed, as its scheme writes it; empty for
     *     schemes that sign nothing
     */
    record Genuine(String construction) implements Finding {}

    /** It is not to be believed. */
    record Flawed(Flaw flaw) implements Finding {}

    /** The provider's keys cannot be had at the moment, so that nothing can be said. */
    record Undecided() implements Finding {}
}
