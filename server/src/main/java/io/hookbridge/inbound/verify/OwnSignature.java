package io.hookbridge.inbound.verify;

import io.hookbridge.inbound.verify.preset.Answers;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.Algorithm;
import io.hookbridge.inbound.verify.scheme.Encoding;
import io.hookbridge.inbound.verify.scheme.KeyForm;
import io.hookbridge.inbound.verify.scheme.Scheme;
import io.hookbridge.inbound.verify.scheme.SignaturePlace;
import io.hookbridge.inbound.verify.scheme.SignedText;
import io.hookbridge.inbound.verify.scheme.SignedText.Part;
import io.hookbridge.inbound.verify.scheme.TimestampRule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An HMAC-SHA256 of which nothing is known but the name of its header. It may be in hexadecimal or
 * Base64, with one of the usual beginnings or none; and where there is a header with a timestamp,
 * time and body may be signed in one of the usual ways.
 *
 * @param header with the signature
 * @param timestampHeader with Unix seconds; the same name means {@code t=…,v1=…} in one header
 * @param timestampTolerance before and after
 * @param trustsUnsignedTime whether a timestamp is believed that is not signed, so that whoever
 *     repeats a request can put a new one on it
 */
public record OwnSignature(
        String header,
        Optional<String> timestampHeader,
        Duration timestampTolerance,
        boolean trustsUnsignedTime) {

    private static final List<String> BEGINNINGS = List.of("sha256=", "v0=", "v1=");

    /** What stands between the time and the body. */
    private static final List<String> SEPARATORS = List.of(".", ":", "");

    /** The preset that checks such a signature. */
    public Preset preset() {
        return new Preset(
                "signature",
                "HMAC-SHA256 in " + header,
                schemes(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Answers.USUAL,
                Optional.empty());
    }

    private List<Scheme> schemes() {
        if (timestampHeader.isEmpty()) {
            return List.of(scheme(plain(), Optional.empty(), List.of(Part.Whole.BODY)));
        }
        if (timestampHeader.get().equalsIgnoreCase(header)) {
            Source time = new Source.InSignature("t");
            return List.of(
                    scheme(
                            paired(),
                            Optional.of(rule(time)),
                            List.of(new Part.Value(time), new Part.Literal("."), Part.Whole.BODY)));
        }
        Source time = new Source.InHeader(timestampHeader.get());
        Stream<List<Part>> signed = SEPARATORS.stream().map(separator -> parts(time, separator));
        Stream<List<Part>> unsigned =
                trustsUnsignedTime ? Stream.of(List.of(Part.Whole.BODY)) : Stream.empty();
        return Stream.concat(signed, unsigned)
                .<Scheme>map(parts -> scheme(plain(), Optional.of(rule(time)), parts))
                .toList();
    }

    private static List<Part> parts(Source time, String separator) {
        return separator.isEmpty()
                ? List.of(new Part.Value(time), Part.Whole.BODY)
                : List.of(new Part.Value(time), new Part.Literal(separator), Part.Whole.BODY);
    }

    private TimestampRule rule(Source time) {
        return new TimestampRule(time, TimestampRule.Unit.S, Optional.of(timestampTolerance));
    }

    private SignaturePlace plain() {
        return new SignaturePlace(
                new Source.InHeader(header), false, "", "", "", "", BEGINNINGS, Encoding.EITHER);
    }

    private SignaturePlace paired() {
        return new SignaturePlace(
                new Source.InHeader(header), false, ",", "=", "v1", "", List.of(), Encoding.EITHER);
    }

    private static Scheme scheme(
            SignaturePlace place, Optional<TimestampRule> timestamp, List<Part> parts) {
        return new Scheme.Signed(
                Algorithm.HMAC_SHA256,
                KeyForm.TEXT,
                place,
                new SignedText(parts),
                false,
                timestamp,
                Optional.empty(),
                Set.of());
    }
}
