package io.hookbridge.inbound.verify;

import io.hookbridge.base.Sha256;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.CheckScheme;
import io.hookbridge.inbound.verify.scheme.Scheme;
import io.hookbridge.inbound.verify.scheme.TimestampRule;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what a genuine request says of its event: the type, and what tells it from others.
 *
 * @param own whose headers go before the preset's rule
 */
record ReadEvent(Preset preset, OwnChecks own) {

    private static final int LONGEST_TYPE = 256;

    private static final Source BODY = new Source.HashOfBody();

    /**
     * @param construction what was signed, as the scheme writes it; empty if nothing was
     * @param signed the values as the scheme signs them
     * @param read the same without a coding of the body
     */
    Outcome.Verified verified(
            Scheme scheme, String construction, RequestValues signed, RequestValues read) {
        Optional<List<Source>> id = id(scheme, read);
        boolean isSigned = id.filter(parts -> areSigned(parts, scheme)).isPresent();
        boolean mayBeRepeated = hasIds() && !isSigned && !construction.isEmpty();
        return new Outcome.Verified(
                !(scheme instanceof Scheme.None) || own.areAny(),
                type(read),
                id.flatMap(parts ->
                        DedupeKey.of(
                                texts(parts, read),
                                isSigned ? Optional.empty() : lasting(scheme, signed, read))),
                mayBeRepeated ? Optional.of(repeatable(scheme, signed)) : Optional.empty(),
                construction);
    }

    private Optional<String> type(RequestValues values) {
        return preset.eventType().stream()
                .filter(parts -> parts.stream().allMatch(it -> isThere(it, values)))
                .findFirst()
                .map(parts -> String.join(".", parts.stream().map(it -> text(it, values)).toList()))
                .filter(type -> type.length() <= LONGEST_TYPE)
                .filter(type -> type.chars().noneMatch(Character::isISOControl));
    }

    /** Whether events are told apart at all. */
    private boolean hasIds() {
        return !own.dedupeHeaders().isEmpty() || !preset.dedupe().isEmpty();
    }

    /**
     * Of the endpoint's headers some may be missing. Of the preset's alternatives one that is
     * signed goes before one that anybody could have put beside it.
     */
    private Optional<List<Source>> id(Scheme scheme, RequestValues values) {
        List<Source> headers =
                own.dedupeHeaders().stream().<Source>map(Source.InHeader::new).toList();
        if (headers.stream().anyMatch(it -> isThere(it, values))) {
            return Optional.of(headers);
        }
        List<List<Source>> there = there(values).toList();
        return there.stream()
                .filter(parts -> areSigned(parts, scheme))
                .findFirst()
                .or(() -> there.stream().findFirst());
    }

    private Stream<List<Source>> there(RequestValues values) {
        return preset.dedupe().stream()
                .filter(parts -> parts.stream().allMatch(it -> isThere(it, values)));
    }

    private static boolean areSigned(List<Source> parts, Scheme scheme) {
        return parts.stream().allMatch(scheme::covers);
    }

    /**
     * The hash of what is signed and is the same each time that the event is sent. A sender that
     * writes the time into the body sends another body each time.
     */
    private Optional<String> lasting(Scheme scheme, RequestValues signed, RequestValues read) {
        Optional<TimestampRule> time =
                scheme instanceof Scheme.Signed it ? it.timestamp() : Optional.empty();
        boolean bodyHasTime = time.filter(it -> it.source().isInBody()).isPresent();
        if (scheme.covers(BODY) && !bodyHasTime) {
            return Optional.of(hex(Sha256.of(signed.content())));
        }
        return switch (scheme) {
            case Scheme.Signed it ->
                    time.isPresent()
                            ? Optional.empty()
                            : Optional.of(hex(CheckScheme.hashOfSigned(it, signed)));
            case Scheme.Coded code ->
                    // What the preset tells its events apart by, as far as that is signed.
                    there(read)
                            .filter(parts -> areSigned(parts, code))
                            .findFirst()
                            .flatMap(parts -> DedupeKey.of(texts(parts, read), Optional.empty()))
                            .map(key -> hex(key.hash()));
            case Scheme.Token _, Scheme.Basic(), Scheme.None() -> Optional.empty();
        };
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    /** Of schemes that are code, what is signed is taken to be the body. */
    private static Outcome.Repeatable repeatable(Scheme scheme, RequestValues values) {
        return new Outcome.Repeatable(
                scheme instanceof Scheme.Signed signed
                        ? CheckScheme.hashOfSigned(signed, values)
                        : Sha256.of(values.request().body()));
    }

    private static List<Optional<String>> texts(List<Source> parts, RequestValues values) {
        return parts.stream().map(values::text).toList();
    }

    private static String text(Source part, RequestValues values) {
        return values.text(part).orElse("");
    }

    private static boolean isThere(Source part, RequestValues values) {
        return !text(part, values).isEmpty();
    }
}
