package io.hookbridge.delivery.signing;

import io.hookbridge.net.Header;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a receiver verifies a delivery by. */
public final class SignedHeaders {

    private SignedHeaders() {}

    /** See {@link SignDelivery#sign}. */
    public static Map<String, String> of(
            SignatureScheme scheme,
            String messageId,
            long timestamp,
            byte[] body,
            List<SigningSecret> keys) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header :
                SignDelivery.sign(scheme, messageId, timestamp, body, keys)
                        .headers(messageId, timestamp)) {
            headers.put(header.name(), header.value());
        }
        return headers;
    }
}
