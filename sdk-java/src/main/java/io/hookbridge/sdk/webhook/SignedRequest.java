package io.hookbridge.sdk.webhook;

import io.hookbridge.sdk.webhook.SignatureForm.Encoding;
import io.hookbridge.sdk.webhook.SignatureForm.TimeForm;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request has of a form.
 *
 * @param signatures the first 20 that can be read and have the length of one
 * @param signed what they should be signatures of
 * @param time {@code null} if the form has none, or it cannot be read
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SignedRequest(List<byte[]> signatures, byte[] signed, @Nullable Instant time) {

    private static final Pattern PART = Pattern.compile("\\{(body|(?:header|sig):[^}]+)}|[^{]+");

    /**
     * Whoever signs does so with the few keys that are valid at the time. Each signature more costs
     * work that anybody could ask for.
     */
    private static final int MOST_SIGNATURES = 20;

    /** {@code null} if the request lacks the signature, or something that is signed. */
    static @Nullable SignedRequest of(
            SignatureForm form, Function<String, @Nullable String> header, byte[] body) {
        String all = header.apply(form.header());
        if (all == null) {
            return null;
        }
        List<String> parts = parts(form, all);
        List<byte[]> readable = readable(form, parts);
        if (readable.isEmpty()) {
            return null;
        }
        Function<String, @Nullable String> place =
                name ->
                        name.startsWith("sig:")
                                ? field(form, parts, name.substring(4))
                                : header.apply(name.substring("header:".length()));
        byte[] signed = signed(form, place, body);
        if (signed == null) {
            return null;
        }
        return new SignedRequest(
                possible(form, readable),
                signed,
                form.time().isEmpty() ? null : time(form.unit(), place.apply(form.time())));
    }

    /** Trimmed one by one: an expression with the spaces takes the square of their number. */
    private static List<String> parts(SignatureForm form, String all) {
        if (form.separator().isEmpty()) {
            return List.of(all.trim());
        }
        return Pattern.compile(form.separator(), Pattern.LITERAL)
                .splitAsStream(all.trim())
                .map(String::trim)
                .toList();
    }

    private static List<byte[]> readable(SignatureForm form, List<String> parts) {
        return parts.stream()
                .filter(part -> part.startsWith(form.prefix()))
                .map(part -> part.substring(form.prefix().length()))
                .flatMap(written -> decoded(form.encoding(), written).stream())
                .toList();
    }

    private static Optional<byte[]> decoded(Encoding encoding, String written) {
        try {
            return Optional.of(
                    encoding == Encoding.HEX
                            ? HexFormat.of().parseHex(written)
                            : Base64.getDecoder().decode(written));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    private static List<byte[]> possible(SignatureForm form, List<byte[]> readable) {
        return readable.stream()
                .filter(signature -> signature.length == form.algorithm().signatureLength())
                .limit(MOST_SIGNATURES)
                .toList();
    }

    /** Of {@code t=17,v1=…} the field {@code t} is 17. */
    private static @Nullable String field(SignatureForm form, List<String> parts, String name) {
        String begin = name + form.prefix().charAt(form.prefix().length() - 1);
        return parts.stream()
                .filter(part -> part.startsWith(begin))
                .map(part -> part.substring(begin.length()))
                .findFirst()
                .orElse(null);
    }

    private static byte @Nullable [] signed(
            SignatureForm form, Function<String, @Nullable String> place, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        Matcher part = PART.matcher(form.signed());
        while (part.find()) {
            String name = part.group(1);
            if ("body".equals(name)) {
                signed.writeBytes(body);
            } else {
                String text = name == null ? part.group() : place.apply(name);
                if (text == null) {
                    return null;
                }
                signed.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return signed.toByteArray();
    }

    private static @Nullable Instant time(TimeForm form, @Nullable String text) {
        try {
            if (text == null) {
                return null;
            }
            return form == TimeForm.SECONDS
                    ? Instant.ofEpochSecond(Long.parseLong(text))
                    : Instant.parse(text);
        } catch (NumberFormatException | DateTimeException other) {
            return null;
        }
    }
}
