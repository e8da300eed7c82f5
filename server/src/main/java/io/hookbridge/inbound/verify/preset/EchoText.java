package io.hookbridge.inbound.verify.preset;

import io.hookbridge.inbound.verify.request.Placeholders;
import io.hookbridge.inbound.verify.request.Source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A text that is sent back, with values of the request in it: {@code {query:challenge}} itself,
 * {@code {hmac_hex:…}} and {@code {hmac_b64:…}} its HMAC, and {@code {coded:…}} what the code of a
 * scheme makes of it.
 */
public record EchoText(List<Part> parts) {

    /** What follows the one before it without anything between. */
    public sealed interface Part {

        /** Always the same. */
        record Literal(String text) implements Part {}

        /** The value itself. */
        record Value(Source source) implements Part {}

        /** The HMAC of the value by the scheme's own algorithm and the first secret. */
        record Hmac(Source source, boolean inBase64) implements Part {}

        /** Made of the value by the scheme's code and the first secret. */
        record Coded(Source source) implements Part {}
    }

    public EchoText {
        parts = List.copyOf(parts);
    }

    /** Reads such a text; empty if it has a placeholder that is not known. */
    static Optional<EchoText> parse(String text) {
        return Placeholders.in(text)
                .flatMap(pieces -> {
                    List<Part> parts = new ArrayList<>();
                    pieces.forEach(piece -> part(piece).ifPresent(parts::add));
                    return parts.size() == pieces.size()
                            ? Optional.of(new EchoText(parts))
                            : Optional.empty();
                });
    }

    private static Optional<Part> part(Placeholders.Piece piece) {
        String text = piece.text();
        if (!piece.isPlaceholder()) {
            return Optional.of(new Part.Literal(text));
        }
        String source = text.substring(text.indexOf(':') + 1);
        return switch (text.substring(0, text.length() - source.length())) {
            case "hmac_hex:" -> echoed(source).map(it -> new Part.Hmac(it, false));
            case "hmac_b64:" -> echoed(source).map(it -> new Part.Hmac(it, true));
            case "coded:" -> echoed(source).map(Part.Coded::new);
            default -> echoed(text).map(Part.Value::new);
        };
    }

    /** What stands beside a signature is no part of a handshake. */
    private static Optional<Source> echoed(String text) {
        return Source.parse(text).filter(source -> !(source instanceof Source.InSignature));
    }

    /** The values that the text has, in whatever form. */
    Stream<Source> sources() {
        return parts.stream()
                .flatMap(part ->
                        switch (part) {
                            case Part.Literal _ -> Stream.empty();
                            case Part.Value(Source source) -> Stream.of(source);
                            case Part.Hmac(Source source, _) -> Stream.of(source);
                            case Part.Coded(Source source) -> Stream.of(source);
                        });
    }

    /** The values that a secret is used on. */
    Stream<Source> signed() {
        return Stream.concat(
                hmacs(),
                parts.stream()
                        .filter(Part.Coded.class::isInstance)
                        .map(part -> ((Part.Coded) part).source()));
    }

    /** The values whose HMAC the text has. */
    Stream<Source> hmacs() {
        return parts.stream()
                .filter(Part.Hmac.class::isInstance)
                .map(part -> ((Part.Hmac) part).source());
    }
}
