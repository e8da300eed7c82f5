package io.hookbridge.delivery.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The other side of {@link SignDelivery}: whether a delivery was signed by the holder of a key. The
 * age of the timestamp is left to the receiver; in HookBridge's own scheme it is that of the
 * request that sent the message, which a retry keeps.
 */
public final class VerifyDelivery {

    private static final byte[] DOT = {'.'};

    private VerifyDelivery() {}

    /** What can be said of a delivery's signature. */
    public sealed interface Verdict {

        /**
         * Signed with one of the keys, and not changed since.
         *
         * @param timestamp as signed, Unix seconds from a sender that follows its scheme
         */
        record Genuine(SignatureScheme scheme, String timestamp) implements Verdict {}

        /** Signed, but with none of the keys, or changed since. */
        record Forged() implements Verdict {}

        /** There is a signature, but not this header that was signed with the body. */
        record Incomplete(String header) implements Verdict {}

        /** There is no signature of a known scheme. */
        record Unsigned() implements Verdict {}
    }

    /** A signature of a header, without what names its scheme. */
    private record Given(SignatureScheme scheme, String signature) {}

    /**
     * @param headers the first value of the header with this name in any letter case
     * @param body as it came over the wire
     * @param keys of which one is enough
     */
    public static Verdict verdict(
            Function<String, Optional<String>> headers, byte[] body, List<VerifyingKey> keys) {
        Optional<String> own = headers.apply("X-Webhook-Signature");
        if (own.isPresent()) {
            return own(headers, own.get(), body, keys);
        }
        return headers.apply("webhook-signature")
                .map(signatures -> standard(headers, signatures, body, keys))
                .orElseGet(Verdict.Unsigned::new);
    }

    private static Verdict own(
            Function<String, Optional<String>> headers,
            String signatures,
            byte[] body,
            List<VerifyingKey> keys) {
        Optional<String> timestamp = headers.apply("X-Webhook-Timestamp");
        if (timestamp.isEmpty()) {
            return new Verdict.Incomplete("X-Webhook-Timestamp");
        }
        return judged(
                Stream.of(signatures.split(","))
                        .map(String::strip)
                        .filter(each -> each.startsWith("sha256="))
                        .map(each ->
                                new Given(
                                        SignatureScheme.HOOKBRIDGE,
                                        each.substring("sha256=".length()))),
                timestamp.get(),
                keys,
                timestamp.get().getBytes(UTF_8),
                DOT,
                body);
    }

    private static Verdict standard(
            Function<String, Optional<String>> headers,
            String signatures,
            byte[] body,
            List<VerifyingKey> keys) {
        Optional<String> id = headers.apply("webhook-id");
        Optional<String> timestamp = headers.apply("webhook-timestamp");
        if (id.isEmpty() || timestamp.isEmpty()) {
            return new Verdict.Incomplete(id.isEmpty() ? "webhook-id" : "webhook-timestamp");
        }
        return judged(
                Stream.of(signatures.split(" ")).flatMap(VerifyDelivery::given),
                timestamp.get(),
                keys,
                id.get().getBytes(UTF_8),
                DOT,
                timestamp.get().getBytes(UTF_8),
                DOT,
                body);
    }

    /** Signatures of versions that are yet to be invented are passed over, as the standard asks. */
    private static Stream<Given> given(String signature) {
        int comma = signature.indexOf(',');
        return comma < 0
                ? Stream.empty()
                : SignatureScheme.of(signature.substring(0, comma)).stream()
                        .map(scheme -> new Given(scheme, signature.substring(comma + 1)));
    }

    private static Verdict judged(
            Stream<Given> given, String timestamp, List<VerifyingKey> keys, byte[]... signed) {
        return given.filter(each ->
                        keys.stream()
                                .anyMatch(key -> key.made(each.scheme(), each.signature(), signed)))
                .findFirst()
                .<Verdict>map(each -> new Verdict.Genuine(each.scheme(), timestamp))
                .orElseGet(Verdict.Forged::new);
    }
}
