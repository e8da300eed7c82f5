package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.receive.NumberedPayload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongToIntFunction;

/**
 * The requests that send messages, to one endpoint after the other. They are written once; only the
 * payload differs from one to the next.
 *
 * @param port of the server
 * @param withKeys whether every other message that has a request of its own has an idempotency key
 */
public record SendRequests(
        int port, String key, List<String> endpoints, NumberedPayload payloads, boolean withKeys) {

    /** What one request of the batch operation holds. */
    public static final int BATCH = 100;

    private static final String BEGIN = "{\"endpoint_id\":\"%s\",%s\"payload\":";
    private static final String KEY = "\"idempotency_key\":\"000000000000\",";

    /** How far a key's digits end before the payload begins. */
    private static final int AFTER_DIGITS = "\",\"payload\":".length();

    /**
     * A request of one message each.
     *
     * @param first the number of the first payload
     */
    public LongFunction<Request> single(long first) {
        return single(first, n -> (int) (n % endpoints.size()));
    }

    /**
     * The same to other endpoints.
     *
     * @param endpoint which one the n-th request is for, from 0
     */
    public LongFunction<Request> single(long first, LongToIntFunction endpoint) {
        List<byte[]> templates = templates("");
        List<byte[]> keyed = withKeys ? templates(KEY) : templates;
        return n -> {
            boolean hasKey = withKeys && n % 2 == 1;
            byte[] bytes = (hasKey ? keyed : templates).get(endpoint.applyAsInt(n)).clone();
            int payload = bytes.length - payloads.size() - 1;
            payloads.write(first + n, bytes, payload);
            if (hasKey) {
                writeKey(first + n, bytes, payload - AFTER_DIGITS);
            }
            return Request.of(bytes);
        };
    }

    private List<byte[]> templates(String idempotencyKey) {
        List<byte[]> templates = new ArrayList<>();
        for (String id : endpoints) {
            templates.add(template("/v1/webhooks/send", message(id, idempotencyKey)).bytes());
        }
        return templates;
    }

    private static void writeKey(long number, byte[] into, int end) {
        byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, into, end - digits.length, digits.length);
    }

    /**
     * A request of {@link #BATCH} messages each.
     *
     * @param first the number of the first payload
     */
    public LongFunction<Request> batches(long first) {
        List<Integer> offsets = new ArrayList<>();
        StringBuilder body = new StringBuilder("{\"messages\":[");
        for (int i = 0; i < BATCH; i++) {
            String message = message(endpoints.get(i % endpoints.size()), "");
            body.append(i == 0 ? "" : ",").append(message);
            offsets.add(body.length() - 1 - payloads.size());
        }
        String whole = body.append("]}").toString();
        byte[] template = template("/v1/webhooks/send-batch", whole).bytes();
        int start = template.length - whole.length();
        return n -> {
            byte[] bytes = template.clone();
            for (int i = 0; i < BATCH; i++) {
                payloads.write(first + n * BATCH + i, bytes, start + offsets.get(i));
            }
            return Request.of(bytes);
        };
    }

    private String message(String endpoint, String idempotencyKey) {
        return BEGIN.formatted(endpoint, idempotencyKey) + payloads.text(0) + "}";
    }

    private Request template(String path, String body) {
        return Request.post(
                port,
                path,
                Map.of(
                        "Authorization", "Bearer " + key,
                        "Content-Type", "application/json",
                        "Accept", "application/json"),
                body);
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "SendRequests[" + endpoints.size() + " endpoints]";
    }
}
