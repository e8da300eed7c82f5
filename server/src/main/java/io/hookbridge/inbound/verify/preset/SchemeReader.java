package io.hookbridge.inbound.verify.preset;

import static java.util.function.Function.identity;

import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.Algorithm;
import io.hookbridge.inbound.verify.scheme.Encoding;
import io.hookbridge.inbound.verify.scheme.KeyForm;
import io.hookbridge.inbound.verify.scheme.KeyForm.Decoding;
import io.hookbridge.inbound.verify.scheme.Scheme;
import io.hookbridge.inbound.verify.scheme.SignaturePlace;
import io.hookbridge.inbound.verify.scheme.SignedText;
import io.hookbridge.inbound.verify.scheme.TimestampRule;
import io.hookbridge.inbound.verify.scheme.TimestampRule.Unit;
import io.hookbridge.inbound.verify.scheme.UrlVariant;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads {@code verify} of a preset: how a provider proves that a request is from it. */
final class SchemeReader {

    private static final int LONGEST_WORD = 100;
    private static final int LONGEST_TEXT = 1_000;

    /** Of a separator. */
    private static final int LONGEST_MARK = 8;

    private static final int WEEK_IN_SECONDS = 7 * 24 * 60 * 60;

    private static final Map<String, Encoding> ENCODINGS = words(Encoding.values(), Encoding::word);
    private static final Map<String, Decoding> DECODINGS = words(Decoding.values(), Decoding::word);
    private static final Map<String, Unit> UNITS = words(Unit.values(), Unit::word);
    private static final Map<String, UrlVariant> URLS =
            words(UrlVariant.values(), UrlVariant::word);

    /** Which body is signed, and whether that is the decoded one. */
    private static final Map<String, Boolean> BODIES =
            words(new Boolean[] {false, true}, decoded -> decoded ? "decoded" : "wire");

    private static final Set<String> SIGNED =
            Set.of(
                    "kind",
                    "algorithm",
                    "key",
                    "signature",
                    "signed",
                    "signed_body",
                    "timestamp",
                    "body_hash",
                    "url_variants");

    private final boolean ships;

    /**
     * @param ships whether a scheme may be one that is programmed, or none
     */
    SchemeReader(boolean ships) {
        this.ships = ships;
    }

    private static <T> Map<String, T> words(T[] values, Function<T, String> word) {
        Map<String, T> words = new LinkedHashMap<>();
        Stream.of(values).forEach(value -> words.put(word.apply(value), value));
        return words;
    }

    /** One scheme, or an array of several of which one is enough. */
    List<Scheme> schemes(DocumentPlace verify) {
        if (!verify.isThere()) {
            verify.mistake("is missing");
        }
        if (!verify.isArray()) {
            return scheme(verify).stream().toList();
        }
        List<DocumentPlace> elements = verify.elements(4);
        if (elements.isEmpty()) {
            verify.mistake("must name at least one way");
        }
        return elements.stream().flatMap(each -> scheme(each).stream()).toList();
    }

    private Optional<Scheme> scheme(DocumentPlace verify) {
        if (!verify.isThere()) {
            return Optional.empty();
        }
        String kind = verify.at("kind").neededText(LONGEST_WORD).orElse("");
        return switch (kind) {
            case "" -> Optional.empty();
            case "token" -> token(verify);
            case "basic" -> {
                verify.object(Set.of("kind"));
                yield Optional.of(new Scheme.Basic());
            }
            case "none" -> none(verify);
            case "custom" -> coded(verify);
            default -> signed(verify, kind);
        };
    }

    /** An endpoint that checks nothing says so, and has no preset. */
    private Optional<Scheme> none(DocumentPlace verify) {
        verify.object(Set.of("kind"));
        if (!ships) {
            verify.at("kind").mistake("must be one that checks something");
            return Optional.empty();
        }
        return Optional.of(new Scheme.None());
    }

    private static Optional<Scheme> token(DocumentPlace verify) {
        verify.object(Set.of("kind", "source", "strip"));
        Optional<Source> source = needed(verify.at("source"), DocumentPlace::source);
        String strip = verify.at("strip").text(LONGEST_WORD).orElse("");
        return source.map(it -> new Scheme.Token(it, strip));
    }

    private Optional<Scheme> coded(DocumentPlace verify) {
        verify.object(Set.of("kind", "name"));
        if (!ships) {
            verify.at("kind").mistake("custom code is part of the presets that ship only");
            return Optional.empty();
        }
        return needed(
                        verify.at("name"),
                        name -> name.read(LONGEST_WORD, Scheme.Coded::of, "is not known"))
                .map(identity());
    }

    private static Optional<Scheme> signed(DocumentPlace verify, String kind) {
        verify.object(SIGNED);
        Optional<Algorithm> algorithm = algorithm(verify, kind);
        KeyForm key = key(verify.at("key"));
        Optional<SignaturePlace> signature = signature(verify.at("signature"));
        Optional<SignedText> text = needed(verify.at("signed"), SchemeReader::signedText);
        Optional<TimestampRule> timestamp = timestamp(verify.at("timestamp"));
        Optional<Source> bodyHash = verify.at("body_hash").source();
        boolean signsDecoded = verify.at("signed_body").word(BODIES).orElse(Boolean.FALSE);
        Set<UrlVariant> urls = urlVariants(verify.at("url_variants"));
        if (algorithm.isEmpty() || signature.isEmpty() || text.isEmpty()) {
            return Optional.empty();
        }
        Scheme.Signed scheme =
                new Scheme.Signed(
                        algorithm.get(),
                        key,
                        signature.get(),
                        text.get(),
                        signsDecoded,
                        timestamp,
                        bodyHash,
                        urls);
        judge(scheme, verify);
        return Optional.of(scheme);
    }

    private static Optional<Algorithm> algorithm(DocumentPlace verify, String kind) {
        String hash = verify.at("algorithm").text(LONGEST_WORD).orElse("");
        Optional<Algorithm> algorithm = Algorithm.of(kind, hash);
        if (algorithm.isEmpty()) {
            verify.at(hash.isEmpty() && !isHashed(kind) ? "kind" : "algorithm")
                    .mistake(
                            "must be hmac with sha1, sha256 or sha512, digest with sha256, ed25519,"
                                    + " ecdsa-p256-sha256, rsa-sha256, token, basic or none");
        }
        return algorithm;
    }

    private static boolean isHashed(String kind) {
        return kind.equals("hmac") || kind.equals("digest");
    }

    private static Optional<SignedText> signedText(DocumentPlace signed) {
        return signed.read(
                LONGEST_TEXT,
                SignedText::parse,
                "must be text with {body}, {url}, {url_hs}, {method}, {secret}, {sorted_form} or"
                        + " places of a request in braces");
    }

    private static Set<UrlVariant> urlVariants(DocumentPlace place) {
        Set<UrlVariant> variants = EnumSet.noneOf(UrlVariant.class);
        place.elements(UrlVariant.values().length)
                .forEach(each -> each.word(URLS).ifPresent(variants::add));
        return variants;
    }

    /** What every part allows and the whole does not. */
    private static void judge(Scheme.Signed scheme, DocumentPlace verify) {
        boolean hasSecret = scheme.text().has(SignedText.Part.Whole.SECRET);
        if (scheme.algorithm() == Algorithm.DIGEST_SHA256 && !hasSecret) {
            verify.at("signed").mistake("must have {secret}: anybody can compute a plain digest");
        }
        if (scheme.algorithm() != Algorithm.DIGEST_SHA256 && hasSecret) {
            verify.at("signed").mistake("must not have {secret}: it is the key");
        }
        scheme.timestamp()
                .filter(rule -> !scheme.covers(rule.source()))
                .ifPresent(_ ->
                        verify.at("timestamp")
                                .at("source")
                                .mistake(
                                        "must be signed: else a repeated request brings a new one"));
        scheme.bodyHash()
                .filter(source -> !scheme.covers(source))
                .ifPresent(_ -> verify.at("body_hash").mistake("must be signed"));
    }

    private static KeyForm key(DocumentPlace key) {
        if (!key.isThere()) {
            return KeyForm.TEXT;
        }
        key.object(Set.of("strip", "decode", "unprefixed"));
        List<String> strip =
                key.at("strip").elements(4).stream()
                        .flatMap(each -> each.text(LONGEST_WORD).stream())
                        .toList();
        Decoding decoding = key.at("decode").word(DECODINGS).orElse(Decoding.UTF8);
        return new KeyForm(strip, decoding, key.at("unprefixed").word(DECODINGS).orElse(decoding));
    }

    private static Optional<SignaturePlace> signature(DocumentPlace place) {
        if (!place.isThere()) {
            place.mistake("is missing");
            return Optional.empty();
        }
        place.object(
                Set.of(
                        "source",
                        "series",
                        "split",
                        "kv",
                        "field",
                        "prefix",
                        "may_have",
                        "encoding"));
        Optional<Source> source = needed(place.at("source"), DocumentPlace::source);
        boolean series = place.at("series").yes();
        if (series && source.filter(it -> it instanceof Source.InHeader).isEmpty()) {
            place.at("series").mistake("is for headers");
        }
        if (source.filter(it -> it instanceof Source.InSignature).isPresent()) {
            place.at("source").mistake("cannot stand beside itself");
        }
        String pair = place.at("kv").text(LONGEST_MARK).orElse("");
        String field = place.at("field").text(LONGEST_WORD).orElse("");
        String prefix = place.at("prefix").text(LONGEST_WORD).orElse("");
        if (pair.isEmpty() != field.isEmpty()) {
            place.at("field").mistake("must be there with kv, and without it not");
        }
        if (!pair.isEmpty() && !prefix.isEmpty()) {
            place.at("prefix").mistake("must not be there with kv");
        }
        List<String> mayHave =
                place.at("may_have").elements(8).stream()
                        .flatMap(each -> each.text(LONGEST_WORD).stream())
                        .toList();
        Optional<Encoding> encoding = needed(place.at("encoding"), it -> it.word(ENCODINGS));
        String split = place.at("split").text(LONGEST_MARK).orElse("");
        return source.flatMap(it ->
                encoding.map(how ->
                        new SignaturePlace(it, series, split, pair, field, prefix, mayHave, how)));
    }

    private static Optional<TimestampRule> timestamp(DocumentPlace place) {
        if (!place.isThere()) {
            return Optional.empty();
        }
        place.object(Set.of("source", "unit", "tolerance_s"));
        Optional<Source> source = needed(place.at("source"), DocumentPlace::source);
        Optional<Unit> unit = needed(place.at("unit"), it -> it.word(UNITS));
        Optional<Duration> tolerance =
                place.at("tolerance_s").whole(1, WEEK_IN_SECONDS).map(Duration::ofSeconds);
        return source.flatMap(it -> unit.map(how -> new TimestampRule(it, how, tolerance)));
    }

    private static <T> Optional<T> needed(
            DocumentPlace place, Function<DocumentPlace, Optional<T>> reader) {
        if (!place.isThere()) {
            place.mistake("is missing");
        }
        return reader.apply(place);
    }
}
