package io.hookbridge.sdk.webhook;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a request is signed.
 *
 * @param header the header that has the signatures
 * @param separator what stands between several of them; empty if there is one
 * @param prefix what stands before each signature, such as {@code sha256=}; others are passed over.
 *     Its last character is also what stands between name and value of other fields there.
 * @param algorithm how it is made
 * @param encoding how it is written
 * @param key how a key is written
 * @param signed the text that is signed, with {@code {body}}, {@code {header:NAME}} and {@code
 *     {sig:NAME}}, a field beside the signature. A header there whose name ends with {@code -id}
 *     has the id of the event.
 * @param time where the time is, as {@code header:NAME} or {@code sig:NAME}; empty if there is none
 * @param unit how the time is written
 * @param timeOf whose time it is
 */
public record SignatureForm(
        String header,
        String separator,
        String prefix,
        Algorithm algorithm,
        Encoding encoding,
        KeyForm key,
        String signed,
        String time,
        TimeForm unit,
        TimeOf timeOf) {

    private static final Pattern ID =
            Pattern.compile("(?i)\\{header:((?:webhook|svix|[^}]+-message)-id)}");

    /** HookBridge's own scheme, {@code hookbridge}. */
    public static final SignatureForm HOOKBRIDGE =
            new SignatureForm(
                    "X-Webhook-Signature",
                    ",",
                    "sha256=",
                    Algorithm.HMAC_SHA256,
                    Encoding.HEX,
                    KeyForm.TEXT,
                    "{header:X-Webhook-Timestamp}.{body}",
                    "header:X-Webhook-Timestamp",
                    TimeForm.SECONDS,
                    TimeOf.MESSAGE);

    /** Standard Webhooks with a shared secret, {@code v1}. */
    public static final SignatureForm STANDARD_V1 =
            standard("v1,", Algorithm.HMAC_SHA256, KeyForm.BASE64);

    /** Standard Webhooks with a public key, {@code v1a}. */
    public static final SignatureForm STANDARD_V1A =
            standard("v1a,", Algorithm.ED25519, KeyForm.ED25519);

    private static SignatureForm standard(String prefix, Algorithm algorithm, KeyForm key) {
        return new SignatureForm(
                "webhook-signature",
                " ",
                prefix,
                algorithm,
                Encoding.BASE64,
                key,
                "{header:webhook-id}.{header:webhook-timestamp}.{body}",
                "header:webhook-timestamp",
                TimeForm.SECONDS,
                TimeOf.ATTEMPT);
    }

    /**
     * The form in which a provider signs, and in which HookBridge signs what it forwards for an
     * endpoint with {@code sign_as_provider}.
     *
     * @param preset a word of {@code docs/presets.md}, such as {@code github}
     * @return the form
     * @throws IllegalArgumentException if this client does not know it: the signature is made of
     *     more than the body and headers, or by a key that only the provider has
     */
    public static SignatureForm ofPreset(String preset) {
        SignatureForm form = Presets.ALL.get(preset);
        if (form == null) {
            throw new IllegalArgumentException("no signatures of the preset " + preset);
        }
        return form;
    }

    /** The header that has the id of the event, if that is signed. */
    @Nullable String signedId() {
        Matcher id = ID.matcher(signed);
        return id.find() ? id.group(1) : null;
    }

    /** How a signature is made. */
    public enum Algorithm {
        /** HMAC with SHA-1. */
        HMAC_SHA1("HmacSHA1", 20),
        /** HMAC with SHA-256. */
        HMAC_SHA256("HmacSHA256", 32),
        /** Ed25519, with a public key. */
        ED25519("Ed25519", 64);

        private final String name;
        private final int signatureLength;

        Algorithm(String name, int signatureLength) {
            this.name = name;
            this.signatureLength = signatureLength;
        }

        String inJava() {
            return name;
        }

        /** In bytes; nothing of another length is a signature. */
        int signatureLength() {
            return signatureLength;
        }
    }

    /** How a signature is written. */
    public enum Encoding {
        /** Two hexadecimal digits for each byte. */
        HEX,
        /** Base64 with padding. */
        BASE64
    }

    /** How a key is written. */
    public enum KeyForm {
        /** All of its characters are the key. */
        TEXT,
        /** {@code whsec_}, which may be missing, and Base64. */
        BASE64,
        /** Base64 behind {@code whsec_}; without that, all characters are the key. */
        BASE64_IF_PREFIXED,
        /** Hexadecimal digits. */
        HEX,
        /** {@code whpk_} and the 32 bytes of a public key in Base64. */
        ED25519
    }

    /** How a time is written. */
    public enum TimeForm {
        /** Unix seconds. */
        SECONDS,
        /** RFC 3339. */
        RFC3339
    }

    /** Whose time is signed. */
    public enum TimeOf {
        /** That of the request that sent the message, the same for every attempt. */
        MESSAGE,
        /** That of the attempt. */
        ATTEMPT
    }
}
