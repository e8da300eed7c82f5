package io.hookbridge.inbound.verify.scheme;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a key is made of the secret that a provider shows.
 *
 * @param strip beginnings that are no part of the key
 * @param decoding of what is left
 * @param unprefixed the decoding of a secret with none of the beginnings; usually the same
 */
public record KeyForm(List<String> strip, Decoding decoding, Decoding unprefixed) {

    /** The bytes of the whole secret, the most usual form. */
    public static final KeyForm TEXT = new KeyForm(List.of(), Decoding.UTF8, Decoding.UTF8);

    /** How bytes are written in a secret. */
    public enum Decoding {
        UTF8,
        BASE64,
        HEX,

        /** A public key in PEM (RFC 7468, section 13). */
        PEM,

        /** A public key as PEM has it between its lines. */
        SPKI;

        /** The word for it in presets. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public KeyForm {
        strip = List.copyOf(strip);
    }

    /** The bytes of the key; empty if there are none or the secret is not written so. */
    Optional<byte[]> bytes(String secret) {
        Optional<String> beginning = strip.stream().filter(secret::startsWith).findFirst();
        String text = secret.substring(beginning.map(String::length).orElse(0));
        Optional<byte[]> bytes =
                switch (beginning.isPresent() ? decoding : unprefixed) {
                    // Blanks alone were surely not meant, and are what an attacker tries first.
                    case UTF8 ->
                            text.isBlank() ? Optional.empty() : Optional.of(text.getBytes(UTF_8));
                    case BASE64, SPKI -> Encoding.base64(text);
                    case HEX -> Encoding.hex(text);
                    case PEM -> Encoding.base64(betweenPemLines(text));
                };
        return bytes.filter(key -> key.length > 0);
    }

    private static String betweenPemLines(String pem) {
        return pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
    }
}
