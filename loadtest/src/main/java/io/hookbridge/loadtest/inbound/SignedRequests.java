package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.receive.NumberedPayload;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The requests of a sender that signs each body, to one endpoint after the other. They are written
 * once; only body and signature differ from one to the next.
 *
 * @param port of the server
 */
record SignedRequests(int port, List<Source> sources, NumberedPayload payloads) {

    static final String SECRET = "EXAMPLE-secret-of-the-bench";
    static final String HEADER = "X-Signature";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int HEX_DIGITS = 64;

    /**
     * @param signatureAt where the first digit of the signature stands
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Template(byte[] bytes, int signatureAt) {}

    /**
     * A request for each payload.
     *
     * @param first the number of the first payload
     */
    LongFunction<Request> from(long first) {
        List<Template> templates = sources.stream().map(this::template).toList();
        Mac keyed = keyed();
        return n -> {
            Template template = templates.get((int) (n % templates.size()));
            byte[] bytes = template.bytes().clone();
            int body = bytes.length - payloads.size();
            payloads.write(first + n, bytes, body);
            Mac mac = copy(keyed);
            mac.update(bytes, body, payloads.size());
            byte[] signature =
                    HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(signature, 0, bytes, template.signatureAt(), HEX_DIGITS);
            return Request.of(bytes);
        };
    }

    private Template template(Source source) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Bench");
        headers.put(HEADER, PREFIX + "0".repeat(HEX_DIGITS));
        byte[] bytes = Request.post(port, source.path(), headers, payloads.text(0)).bytes();
        int signature =
                new String(bytes, StandardCharsets.ISO_8859_1).indexOf(HEADER + ": " + PREFIX);
        return new Template(bytes, signature + HEADER.length() + 2 + PREFIX.length());
    }

    private static Mac keyed() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Several threads may ask for requests. */
    private static Mac copy(Mac keyed) {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException other) {
            throw new IllegalStateException(other);
        }
    }
}
