package io.hookbridge.sdk.send;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.JsonException;
import io.hookbridge.sdk.json.JsonText;

import java.util.Map;
import java.util.UUID;

/** A message that is to be sent. */
public final class SendWebhookRequest extends Members<SendWebhookRequest> {

    private static final String IDEMPOTENCY_KEY = "idempotency_key";

    private SendWebhookRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A message whose payload is written by this client, at once: what becomes of the map after
     * that is of no account.
     *
     * @param endpointId the endpoint that receives it
     * @param payload a JSON object of at most 1 MiB: texts, numbers, booleans, {@code null}, maps,
     *     lists, {@link java.time.Instant}, {@link java.time.LocalDate} and records
     * @return the request
     * @throws JsonException if there is anything else in it
     */
    public static SendWebhookRequest of(String endpointId, Map<String, ?> payload) {
        return of(endpointId, Json.write(payload));
    }

    /**
     * A message whose payload reaches the receiver byte for byte as it is given here.
     *
     * @param endpointId the endpoint that receives it
     * @param payload a JSON object of at most 1 MiB
     * @return the request
     * @throws JsonException if the payload is not JSON
     */
    public static SendWebhookRequest of(String endpointId, String payload) {
        return new SendWebhookRequest(Map.of())
                .with("endpoint_id", endpointId)
                .with("payload", new JsonText(payload));
    }

    /**
     * Headers of the delivery, beside those of the endpoint, or in their place where the name is
     * the same: at most 50 with 8 KiB together. Those that belong to HTTP or to the signature are
     * refused, and so are {@code Authorization} and {@code Cookie}.
     *
     * @param headers by their names
     * @return the request with them
     */
    public SendWebhookRequest headers(Map<String, String> headers) {
        return with("headers", headers);
    }

    /**
     * What makes two requests one message: with the same key and the same payload, the endpoint
     * gets it once. Choose one of your own, such as {@code order-1042-created}, where your program
     * may send again after it was restarted; otherwise a random one is used.
     *
     * @param idempotencyKey 1 to 255 of {@code a-z A-Z 0-9 _ -}
     * @return the request with it
     */
    public SendWebhookRequest idempotencyKey(String idempotencyKey) {
        return with(IDEMPOTENCY_KEY, idempotencyKey);
    }

    /**
     * How long the payload is kept, at most as long as the plan keeps payloads, which is the
     * default. 0 deletes it as soon as it is delivered. Retries and replays end with it.
     *
     * @param retentionHours in hours
     * @return the request with it
     */
    public SendWebhookRequest retentionHours(int retentionHours) {
        return with("retention_hours", retentionHours);
    }

    /**
     * The same request; if it has no idempotency key yet, with a random one.
     *
     * @return the request with a key
     */
    public SendWebhookRequest withIdempotencyKey() {
        return asMap().containsKey(IDEMPOTENCY_KEY)
                ? this
                : idempotencyKey(UUID.randomUUID().toString());
    }

    @Override
    protected SendWebhookRequest copy(Map<String, Object> changed) {
        return new SendWebhookRequest(changed);
    }
}
