package io.hookbridge.inbound.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Json;
import io.hookbridge.inbound.verify.preset.EchoText;
import io.hookbridge.inbound.verify.preset.Handshake;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.CheckScheme;
import io.hookbridge.inbound.verify.scheme.Flaw;
import io.hookbridge.net.Header;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Answers a handshake. What is sent back was sent by anybody, so that only values within limits
 * are, and never as something that a browser would run.
 */
final class AnswerHandshake {

    /** Signs of equality at the end are those of Base64. */
    private static final Pattern FORM = Pattern.compile("[^=]+=+[^=].*");

    private static final Header NO_GUESSING = new Header("X-Content-Type-Options", "nosniff");

    private final Material material;
    private final Secret secret;

    /**
     * What is made of values with the endpoint's secret; empty if there is none to make it with.
     */
    interface Secret {

        /** The HMAC of the value in UTF-8. */
        Optional<byte[]> hmac(String value);

        /** What the scheme's own code makes of it. */
        Optional<String> coded(String value);

        /** Whether a value can be the endpoint's secret. */
        boolean mayBecome(String value);

        /** The URL, if it leads to the provider. */
        Optional<URI> mayBeFetched(String url);
    }

    AnswerHandshake(Material material, Secret secret) {
        this.material = material;
        this.secret = secret;
    }

    /** What came of it. */
    sealed interface Answer {
        record Given(Outcome.Answered answered) implements Answer {}

        record None(Flaw flaw) implements Answer {}
    }

    Answer answer(Handshake handshake, RequestValues values) {
        boolean isGuarded =
                handshake
                        .guard()
                        .map(source -> isVerifyToken(values.text(source).orElse("")))
                        .orElse(true);
        if (!isGuarded) {
            return new Answer.None(Flaw.CHALLENGE_GUARD);
        }
        boolean isWithin =
                handshake
                        .used()
                        .allMatch(source ->
                                values.text(source)
                                        .filter(handshake.limits(source)::allow)
                                        .isPresent());
        boolean isSafeToSign =
                handshake
                        .hmacs()
                        .flatMap(source -> values.text(source).stream())
                        .noneMatch(AnswerHandshake::couldBeBody);
        if (!isWithin || !isSafeToSign) {
            return new Answer.None(Flaw.CHALLENGE_PATTERN);
        }
        return action(handshake, values);
    }

    /**
     * Whether a whole event could look like this: JSON, or a form with a value. Whoever checks
     * signatures behind this server would believe it.
     */
    private static boolean couldBeBody(String text) {
        boolean isForm = FORM.matcher(text).matches();
        try {
            return isForm || !Json.readSent(text.getBytes(UTF_8)).isMissingNode();
        } catch (StreamConstraintsException longNumber) {
            return true;
        } catch (JacksonException noJson) {
            return isForm;
        }
    }

    private boolean isVerifyToken(String given) {
        return material.verifyToken()
                .filter(token -> !token.isBlank() && CheckScheme.isSame(token, given))
                .isPresent();
    }

    private Answer action(Handshake handshake, RequestValues values) {
        if (handshake.action().isEmpty()) {
            return written(handshake, values, Optional.empty());
        }
        Handshake.Action action = handshake.action().get();
        String value = values.text(action.source()).orElseThrow();
        return switch (action) {
            case Handshake.Action.Show _ -> show(handshake, values, value);
            case Handshake.Action.Fetch _ ->
                    secret.mayBeFetched(value)
                            .map(url ->
                                    written(
                                            handshake,
                                            values,
                                            Optional.of(new Outcome.Action.Fetch(url))))
                            .orElseGet(() -> new Answer.None(Flaw.CERT_URL_NOT_ALLOWED));
            case Handshake.Action.StoreSecret _ -> takeSecret(handshake, values, value);
        };
    }

    /** What is shown becomes the secret, so that a stranger's must not be once there is one. */
    private Answer show(Handshake handshake, RequestValues values, String value) {
        return material.secrets().isEmpty() || takesSecret(values)
                ? written(handshake, values, Optional.of(new Outcome.Action.Show(value)))
                : new Answer.None(Flaw.CHALLENGE_CLOSED);
    }

    /** The same secret once more is harmless; another one only while the owner expects it. */
    private Answer takeSecret(Handshake handshake, RequestValues values, String value) {
        boolean isKnown =
                material.secrets().stream().anyMatch(known -> CheckScheme.isSame(known, value));
        if (isKnown) {
            return written(handshake, values, Optional.empty());
        }
        if (!takesSecret(values)) {
            return new Answer.None(Flaw.CHALLENGE_CLOSED);
        }
        return secret.mayBecome(value)
                ? written(handshake, values, Optional.of(new Outcome.Action.StoreSecret(value)))
                : new Answer.None(Flaw.NO_USABLE_SECRET);
    }

    private boolean takesSecret(RequestValues values) {
        return material.takesSecret(values.request().receivedAt());
    }

    private Answer written(
            Handshake handshake, RequestValues values, Optional<Outcome.Action> action) {
        Handshake.Reply reply = handshake.reply();
        Function<EchoText, Optional<String>> write = text -> write(text, values);
        List<Header> headers = new ArrayList<>();
        reply.type().ifPresent(type -> headers.add(new Header("Content-Type", type)));
        headers.add(NO_GUESSING);
        ObjectNode json = Json.MAPPER.createObjectNode();
        boolean isWhole = true;
        for (var header : reply.headers().entrySet()) {
            Optional<String> value = write.apply(header.getValue());
            value.ifPresent(it -> headers.add(new Header(header.getKey(), it)));
            isWhole &= value.isPresent();
        }
        for (var member : reply.json().entrySet()) {
            Optional<String> value = write.apply(member.getValue());
            value.ifPresent(it -> json.put(member.getKey(), it));
            isWhole &= value.isPresent();
        }
        Optional<String> text = reply.text().flatMap(write);
        isWhole &= text.isPresent() == reply.text().isPresent();
        if (!isWhole) {
            return new Answer.None(Flaw.NO_USABLE_SECRET);
        }
        String body = reply.json().isEmpty() ? text.orElse("") : json.toString();
        return new Answer.Given(
                new Outcome.Answered(
                        handshake.name(), reply.status(), headers, body.getBytes(UTF_8), action));
    }

    private Optional<String> write(EchoText text, RequestValues values) {
        StringBuilder written = new StringBuilder();
        for (EchoText.Part part : text.parts()) {
            Optional<String> piece =
                    switch (part) {
                        case EchoText.Part.Literal(String literal) -> Optional.of(literal);
                        case EchoText.Part.Value(Source source) -> values.text(source);
                        case EchoText.Part.Hmac(Source source, boolean inBase64) ->
                                values.text(source)
                                        .flatMap(secret::hmac)
                                        .map(hmac ->
                                                inBase64
                                                        ? Base64.getEncoder().encodeToString(hmac)
                                                        : HexFormat.of().formatHex(hmac));
                        case EchoText.Part.Coded(Source source) ->
                                values.text(source).flatMap(secret::coded);
                    };
            if (piece.isEmpty()) {
                return Optional.empty();
            }
            written.append(piece.get());
        }
        return Optional.of(written.toString());
    }
}
