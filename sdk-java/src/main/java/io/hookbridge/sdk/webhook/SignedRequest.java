package io.hookbridge.sdk.webhook;

import io.hookbridge.sdk.webhook.SignatureForm.Encoding;
import io.hookbridge.sdk.webhook.SignatureForm.TimeForm;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request has of a form.
 *
 * @param signatures those that can be read
 * @param signed what they should be signatures of
 * @param time {@code null} if the form has none, or it cannot be read
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SignedRequest(List<byte[]> signatures, byte[] signed, @Nullable Instant time) {

    private static final Pattern PART = Pattern.compile("\\{(body|(?:header|sig):[^}]+)}|[^{]+");

    /** {@code null} if the request lacks the signature, or something that is signed. */
    static @Nullable SignedRequest of(
            SignatureForm form, Function<String, @Nullable String> header, byte[] body) {
        String all = header.apply(form.header());
        if (all == null) {
            return null;
        }
        List<String> parts =
                form.separator().isEmpty()
                        ? List.of(all.trim())
                        : List.of(all.trim().split(" *" + Pattern.quote(form.separator()) + " *"));
        Function<String, @Nullable String> place =
                name ->
                        name.startsWith("sig:")
                                ? field(form, parts, name.substring(4))
                                : header.apply(name.substring("header:".length()));
        byte[] signed = signed(form, place, body);
        List<byte[]> signatures = signatures(form, parts);
        if (signed == null || signatures.isEmpty()) {
            return null;
        }
        return new SignedRequest(
                signatures,
                signed,
                form.time().isEmpty() ? null : time(form.unit(), place.apply(form.time())));
    }

    private static List<byte[]> signatures(SignatureForm form, List<String> parts) {
        List<byte[]> read = new ArrayList<>();
        for (String part : parts) {
            if (part.startsWith(form.prefix())) {
                String written = part.substring(form.prefix().length());
                try {
                    read.add(
                            form.encoding() == Encoding.HEX
                                    ? HexFormat.of().parseHex(written)
                                    : Base64.getDecoder().decode(written));
                } catch (IllegalArgumentException other) {
                    // Another one may be a signature.
                }
            }
        }
        return read;
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
