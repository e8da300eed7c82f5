package io.hookbridge.inbound.verify.scheme;

import java.util.Locale;

/** Why a request is not believed, in more detail than the refusal tells its sender. */
public enum Flaw {
    MISSING_SIGNATURE("There is no signature where the provider puts it."),
    SIGNATURE_MISMATCH(
            "The signature is not the one that the secret makes of this request: another secret, another URL, or something changed on the way."),
    MISSING_SIGNED_PART("Something that has to be signed with the body is missing."),
    STALE_TIMESTAMP(
            "The request is genuine, but its timestamp is too far from this server's clock: it was held up or repeated, or one of the clocks is wrong."),
    UNREADABLE_TIMESTAMP("The timestamp is missing or is not written as the provider writes it."),
    BODY_HASH_MISMATCH("The body is not the one whose hash was signed."),
    BODY_TOO_LARGE("The body grows larger than this endpoint allows once it is decompressed."),
    MISSING_TOKEN("There is no token where the provider puts it."),
    TOKEN_MISMATCH("The token is another one than the one that was configured."),
    CHALLENGE_GUARD("The handshake does not have the verify token that was configured."),
    CHALLENGE_PATTERN("The handshake asks for a value to be sent back that no provider sends."),
    SIGNED_FOR_ANYBODY(
            "The signature is one that a handshake makes for whoever asks, so that it proves nothing."),
    CHALLENGE_CLOSED(
            "The handshake brings a secret, and nobody has allowed this endpoint to take one."),
    CERT_URL_NOT_ALLOWED("The certificate is said to be somewhere else than at the provider."),
    CERT_NOT_TRUSTED("The provider's certificate is not valid or not issued by a known authority."),
    ALG_NOT_ALLOWED(
            "The signature is said to be made by an algorithm that this provider does not use."),
    UNKNOWN_KEY("The provider does not know the key that the signature is said to be made with."),
    TOPIC_NOT_ALLOWED("The message comes from a topic that is not on the list."),
    NO_USABLE_SECRET(
            "The endpoint has no secret yet, or none that can be used as a key with this preset."),
    METHOD_NOT_ALLOWED("The provider sends no events by this method."),
    UNKNOWN_ADDRESS("It cannot be told which address the request comes from."),
    ADDRESS_NOT_ALLOWED("The request comes from an address that is not on the list.");

    private final String sentence;

    Flaw(String sentence) {
        this.sentence = sentence;
    }

    /** The stable word for it, in small letters. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What happened, for the owner of the endpoint; repeats nothing of the request. */
    public String sentence() {
        return sentence;
    }
}
