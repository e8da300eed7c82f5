package io.hookbridge.console.source;

import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Words;
import io.hookbridge.inbound.receive.Rejection;
import io.hookbridge.inbound.receive.RejectionReason;
import io.hookbridge.inbound.verify.scheme.Flaw;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a request was not let in, and what to do about it, in words.
 *
 * @param title the reason in a few words
 * @param cause what was wrong, in a sentence
 * @param remedy what to do; empty where there is nothing to do
 */
record RejectionAdvice(String title, String cause, String remedy) {

    static RejectionAdvice of(Rejection rejection, Phrases phrases) {
        RejectionReason reason = rejection.reason();
        String title = phrases.say("source.rejection." + reason.word());
        Optional<Flaw> flaw = flaw(rejection.detail());
        return new RejectionAdvice(
                title,
                flaw.map(it -> phrases.translated(it.sentence(), "preset.flaw." + it.code()))
                        .orElseGet(() -> cause(reason, rejection.detail(), phrases)),
                flaw.map(RejectionAdvice::remedy)
                        .or(() -> remedy(reason))
                        .map(key -> phrases.say("source.remedy." + key))
                        .orElse(""));
    }

    /** The one by whose code the detail begins; without a preset there is none. */
    private static Optional<Flaw> flaw(@Nullable String detail) {
        return Optional.ofNullable(detail)
                .flatMap(text ->
                        Arrays.stream(Flaw.values())
                                .filter(flaw -> text.startsWith(flaw.code() + ": "))
                                .findFirst());
    }

    /** In English the detail says more than the reason; what says it, does so in English alone. */
    private static String cause(RejectionReason reason, @Nullable String detail, Phrases phrases) {
        String cause = phrases.say("source.cause." + reason.word());
        return detail == null || phrases.language() != Language.ENGLISH
                ? cause
                : Words.sentence(detail.replaceFirst("^[a-z_]+: ", ""));
    }

    /** The end of its phrase; empty where there is nothing to do. */
    private static Optional<String> remedy(RejectionReason reason) {
        return switch (reason) {
            case ENDPOINT_NOT_FOUND, INVALID_SECRET -> Optional.of("address");
            case ENDPOINT_DELETED -> Optional.of("deleted");
            case STATIC_TOKEN_FAILED -> Optional.of("token");
            case HMAC_FAILED -> Optional.of("hmac");
            case IP_NOT_ALLOWED -> Optional.of("sender");
            case PAYLOAD_TOO_LARGE -> Optional.of("too_large");
            case ENDPOINT_PAUSED -> Optional.of("resume");
            case LOOP_DETECTED -> Optional.of("loop");
            case INVALID_METHOD -> Optional.of("method");
            case UNDECIDED -> Optional.of("undecided");
            case HANDSHAKE_ANSWERED -> Optional.empty();
            case DUPLICATE_DIFFERS -> Optional.of("duplicate");
        };
    }

    private static String remedy(Flaw flaw) {
        return switch (flaw) {
            case MISSING_SIGNATURE -> "missing_signature";
            case SIGNATURE_MISMATCH -> "mismatch";
            case MISSING_SIGNED_PART, UNREADABLE_TIMESTAMP, BODY_HASH_MISMATCH -> "proxy";
            case STALE_TIMESTAMP -> "clock";
            case BODY_TOO_LARGE -> "too_large";
            case MISSING_TOKEN, TOKEN_MISMATCH -> "token";
            case CHALLENGE_GUARD -> "verify_token";
            case CHALLENGE_PATTERN -> "value_signed";
            case SIGNED_FOR_ANYBODY -> "event_signed";
            case CHALLENGE_CLOSED -> "await_secret";
            case CERT_URL_NOT_ALLOWED, CERT_NOT_TRUSTED, ALG_NOT_ALLOWED, UNKNOWN_KEY -> "preset";
            case TOPIC_NOT_ALLOWED -> "topic";
            case NO_USABLE_SECRET -> "secret";
            case METHOD_NOT_ALLOWED -> "method";
            case UNKNOWN_ADDRESS -> "name_proxy";
            case ADDRESS_NOT_ALLOWED -> "sender";
        };
    }
}
