package io.hookbridge.inbound.verify.coded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.hookbridge.inbound.verify.request.JsonPath;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.scheme.Algorithm;
import io.hookbridge.inbound.verify.scheme.CheckingKey;
import io.hookbridge.inbound.verify.scheme.Encoding;
import io.hookbridge.inbound.verify.scheme.Finding;
import io.hookbridge.inbound.verify.scheme.Flaw;
import io.hookbridge.inbound.verify.scheme.KeyForm;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Adyen's standard notifications: an HMAC of some members in each item, all of which must hold. */
final class AdyenStandard {

    private static final KeyForm KEY =
            new KeyForm(List.of(), KeyForm.Decoding.HEX, KeyForm.Decoding.HEX);

    /** Adyen sends up to six. */
    private static final int MOST_ITEMS = 100;

    private static final JsonPath ITEMS = new JsonPath(List.of("notificationItems"));
    private static final String ITEM = "NotificationRequestItem";

    private static final JsonPath SIGNATURE =
            new JsonPath(List.of(ITEM, "additionalData", "hmacSignature"));

    private static final List<JsonPath> SIGNED =
            Stream.of(
                            List.of(ITEM, "pspReference"),
                            List.of(ITEM, "originalReference"),
                            List.of(ITEM, "merchantAccountCode"),
                            List.of(ITEM, "merchantReference"),
                            List.of(ITEM, "amount", "value"),
                            List.of(ITEM, "amount", "currency"),
                            List.of(ITEM, "eventCode"),
                            List.of(ITEM, "success"))
                    .map(JsonPath::new)
                    .toList();

    private AdyenStandard() {}

    private static Optional<CheckingKey> key(String secret) {
        return CheckingKey.of(Algorithm.HMAC_SHA256, KEY, secret);
    }

    /** Whether a text can be a key. */
    static boolean isKey(String text) {
        return key(text).isPresent();
    }

    /**
     * @param secrets keys in hexadecimal; one is enough
     */
    static Finding check(List<String> secrets, RequestValues values) {
        List<CheckingKey> keys = secrets.stream().flatMap(secret -> key(secret).stream()).toList();
        if (keys.isEmpty()) {
            return new Finding.Flawed(Flaw.NO_USABLE_SECRET);
        }
        List<byte[]> items = ITEMS.elementsIn(values.content(), MOST_ITEMS);
        if (items.isEmpty() || items.stream().anyMatch(item -> SIGNATURE.textIn(item).isEmpty())) {
            return new Finding.Flawed(Flaw.MISSING_SIGNATURE);
        }
        return items.stream().allMatch(item -> isSigned(item, keys))
                ? new Finding.Genuine("members of each item")
                : new Finding.Flawed(Flaw.SIGNATURE_MISMATCH);
    }

    private static boolean isSigned(byte[] item, List<CheckingKey> keys) {
        String signed =
                SIGNED.stream().map(path -> path.textIn(item).orElse("")).collect(joining(":"));
        return SIGNATURE
                .textIn(item)
                .flatMap(Encoding::base64)
                .filter(signature ->
                        keys.stream()
                                .anyMatch(key ->
                                        key.made(
                                                List.of(signature),
                                                List.of(signed.getBytes(UTF_8)))))
                .isPresent();
    }
}
