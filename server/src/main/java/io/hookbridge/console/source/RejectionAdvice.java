package io.hookbridge.console.source;

import io.hookbridge.inbound.receive.Rejection;
import io.hookbridge.inbound.receive.RejectionReason;
import io.hookbridge.inbound.verify.scheme.Flaw;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a request was not let in, and what to do about it, in words.
 *
 * @param title the reason in a few words
 * @param cause what was wrong, in a sentence
 * @param remedy what to do; empty where there is nothing to do
 */
record RejectionAdvice(String title, String cause, String remedy) {

    static RejectionAdvice of(Rejection rejection) {
        return flaw(rejection.detail())
                .map(flaw ->
                        new RejectionAdvice(
                                title(rejection.reason()), flaw.sentence(), remedy(flaw)))
                .orElseGet(() -> of(rejection.reason(), rejection.detail()));
    }

    /** The one by whose code the detail begins; without a preset there is none. */
    private static Optional<Flaw> flaw(@Nullable String detail) {
        return Optional.ofNullable(detail)
                .flatMap(text ->
                        Arrays.stream(Flaw.values())
                                .filter(flaw -> text.startsWith(flaw.code() + ": "))
                                .findFirst());
    }

    private static RejectionAdvice of(RejectionReason reason, @Nullable String detail) {
        return new RejectionAdvice(
                title(reason), detail == null ? cause(reason) : sentence(detail), remedy(reason));
    }

    private static String sentence(String detail) {
        String text = detail.replaceFirst("^[a-z_]+: ", "");
        return text.substring(0, 1).toUpperCase(Locale.ROOT)
                + text.substring(1)
                + (text.endsWith(".") ? "" : ".");
    }

    private static String title(RejectionReason reason) {
        return switch (reason) {
            case ENDPOINT_NOT_FOUND -> "No such source";
            case ENDPOINT_DELETED -> "Source deleted";
            case INVALID_SECRET -> "Wrong address";
            case STATIC_TOKEN_FAILED -> "Token refused";
            case HMAC_FAILED -> "Signature refused";
            case IP_NOT_ALLOWED -> "Sender not allowed";
            case PAYLOAD_TOO_LARGE -> "Too large";
            case ENDPOINT_PAUSED -> "Paused";
            case LOOP_DETECTED -> "Sent in a circle";
            case INVALID_METHOD -> "Wrong method";
            case UNDECIDED -> "Could not be checked";
            case HANDSHAKE_ANSWERED -> "Handshake answered";
            case DUPLICATE_DIFFERS -> "Repetition that differs";
        };
    }

    private static String cause(RejectionReason reason) {
        return switch (reason) {
            case ENDPOINT_NOT_FOUND -> "There is no source at this address.";
            case ENDPOINT_DELETED -> "The source was deleted, and something still sends to it.";
            case INVALID_SECRET -> "The last part of the address was not the token of this source.";
            case STATIC_TOKEN_FAILED -> "The request did not have the token of this source.";
            case HMAC_FAILED -> "The request was not signed with the secret of this source.";
            case IP_NOT_ALLOWED -> "The sender’s address is not on the list of this source.";
            case PAYLOAD_TOO_LARGE -> "The body was longer than your plan allows.";
            case ENDPOINT_PAUSED -> "The source was paused, so the sender was told to come again.";
            case LOOP_DETECTED -> "The request had come through this server several times.";
            case INVALID_METHOD -> "The request came by a method that carries no events.";
            case UNDECIDED -> "What the check needs could not be fetched at that moment.";
            case HANDSHAKE_ANSWERED -> "The sender made sure of the address, and got its answer.";
            case DUPLICATE_DIFFERS ->
                    "The request had the id of an earlier event and another body, so it was taken for"
                            + " that event.";
        };
    }

    private static String remedy(RejectionReason reason) {
        return switch (reason) {
            case ENDPOINT_NOT_FOUND, INVALID_SECRET ->
                    "Copy the whole address from this page into the sender’s settings.";
            case ENDPOINT_DELETED -> "Remove the address at the sender, or create a new source.";
            case STATIC_TOKEN_FAILED ->
                    "Compare the token at the sender with the one that you entered here.";
            case HMAC_FAILED ->
                    "Compare the secret and the name of the header at both ends. If both are right,"
                            + " something on the way changes the body.";
            case IP_NOT_ALLOWED ->
                    "If the sender has a new address, add it to the allowed addresses.";
            case PAYLOAD_TOO_LARGE -> "Have the sender send less, or choose a larger plan.";
            case ENDPOINT_PAUSED -> "Resume the source: most senders try again by themselves.";
            case LOOP_DETECTED -> "Change the URL that one of your sources forwards to.";
            case INVALID_METHOD -> "Have the sender use POST.";
            case UNDECIDED -> "Nothing: the sender was asked to come again.";
            case HANDSHAKE_ANSWERED -> "";
            case DUPLICATE_DIFFERS ->
                    "If it is an event of its own, choose other headers for the id: what signs the body"
                            + " does not sign the id.";
        };
    }

    private static String remedy(Flaw flaw) {
        return switch (flaw) {
            case MISSING_SIGNATURE ->
                    "Enter the secret at the sender, so that it signs; or another preset fits"
                            + " better.";
            case SIGNATURE_MISMATCH ->
                    "Enter the secret here once more, as the sender shows it. If it is right, compare"
                            + " the address at the sender with the one above, letter by letter.";
            case MISSING_SIGNED_PART, UNREADABLE_TIMESTAMP, BODY_HASH_MISMATCH ->
                    "Look whether a proxy on the way removes headers or changes the body.";
            case STALE_TIMESTAMP ->
                    "Check the clock of this server. An old request that somebody repeats is refused"
                            + " rightly.";
            case BODY_TOO_LARGE -> remedy(RejectionReason.PAYLOAD_TOO_LARGE);
            case MISSING_TOKEN, TOKEN_MISMATCH -> remedy(RejectionReason.STATIC_TOKEN_FAILED);
            case CHALLENGE_GUARD ->
                    "Enter the same verify token at the sender and here, then let it try again.";
            case CHALLENGE_PATTERN ->
                    "Nothing, if it was not you: somebody tried to have a value signed.";
            case SIGNED_FOR_ANYBODY ->
                    "Nothing, if it was not you: somebody tried to have an event signed.";
            case CHALLENGE_CLOSED ->
                    "Change the source to await a secret, then let the sender shake hands again.";
            case CERT_URL_NOT_ALLOWED, CERT_NOT_TRUSTED, ALG_NOT_ALLOWED, UNKNOWN_KEY ->
                    "Nothing, if the sender is not the provider. If it is, look whether the preset is"
                            + " the right one.";
            case TOPIC_NOT_ALLOWED -> "Enter the topic as the secret of this source.";
            case NO_USABLE_SECRET -> "Enter the sender’s secret here.";
            case METHOD_NOT_ALLOWED -> remedy(RejectionReason.INVALID_METHOD);
            case UNKNOWN_ADDRESS ->
                    "Name the proxy in front of this server, so that it is believed who calls.";
            case ADDRESS_NOT_ALLOWED -> remedy(RejectionReason.IP_NOT_ALLOWED);
        };
    }
}
