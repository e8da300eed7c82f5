package io.hookbridge.app.receive;

import io.hookbridge.app.terminal.PlainText;
import io.hookbridge.base.Json;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.signing.VerifyDelivery.Verdict;

import tools.jackson.core.JacksonException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A webhook as a person reads it in a terminal. */
final class WebhookText {

    /** More of a body is not shown. */
    private static final int MOST_CHARACTERS = 16_384;

    /** Headers of every request, which tell nothing about the webhook. */
    private static final Set<String> OF_TRANSPORT =
            Set.of("host", "connection", "content-length", "accept-encoding", "user-agent");

    private WebhookText() {}

    /**
     * Several lines, without anything that a terminal would take for a command.
     *
     * @param verdict empty where there is no key to verify with
     * @param status the answer
     */
    static String of(Webhook webhook, Optional<Verdict> verdict, int status) {
        StringBuilder text = new StringBuilder();
        text.append(webhook.method())
                .append(' ')
                .append(webhook.target())
                .append("  at ")
                .append(webhook.at().truncatedTo(ChronoUnit.SECONDS))
                .append(", answered ")
                .append(status)
                .append("\n  signature: ")
                .append(verdict.map(each -> words(each, webhook.at())).orElse(NOT_VERIFIED));
        for (Map.Entry<String, String> header : webhook.headers()) {
            if (!OF_TRANSPORT.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                text.append("\n  ").append(header.getKey()).append(": ").append(header.getValue());
            }
        }
        text.append("\n\n").append(body(webhook.body())).append('\n');
        return PlainText.lines(text.toString());
    }

    private static final String NOT_VERIFIED =
            "not verified, because no secret was given (--secret-file, --secret)";

    private static String words(Verdict verdict, Instant now) {
        return switch (verdict) {
            case Verdict.Genuine(SignatureScheme scheme, String timestamp) ->
                    "verified (" + title(scheme) + "), signed " + age(timestamp, now);
            case Verdict.Forged _ -> "WRONG: not made with the given secret, or changed on the way";
            case Verdict.Incomplete(String header) -> "WRONG: the header " + header + " is missing";
            case Verdict.Unsigned _ -> "MISSING: this request is not signed";
        };
    }

    private static String title(SignatureScheme scheme) {
        return switch (scheme) {
            case HOOKBRIDGE -> "HookBridge, HMAC-SHA256";
            case STANDARD_V1 -> "Standard Webhooks v1, HMAC-SHA256";
            case STANDARD_V1A -> "Standard Webhooks v1a, Ed25519";
        };
    }

    private static String age(String timestamp, Instant now) {
        try {
            Instant signed = Instant.ofEpochSecond(Long.parseLong(timestamp));
            return Math.max(0, Duration.between(signed, now).toSeconds()) + " s ago";
        } catch (NumberFormatException | java.time.DateTimeException noTime) {
            return "at a time that cannot be read";
        }
    }

    private static String body(byte[] body) {
        if (body.length == 0) {
            return "(no body)";
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException binary) {
            return "(" + body.length + " bytes that are no text)";
        }
        if (text.length() > MOST_CHARACTERS) {
            return text.substring(0, MOST_CHARACTERS) + "\n(… " + body.length + " bytes in all)";
        }
        return indented(text);
    }

    /** JSON with a line for each member; anything else as it is. */
    private static String indented(String text) {
        try {
            return Json.MAPPER.readTree(text).toPrettyString();
        } catch (JacksonException noJson) {
            return text;
        }
    }
}
