package io.hookbridge.sdk.webhook;

import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.JsonException;
import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.webhook.InvalidWebhookException.Reason;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A request that was verified. */
public final class WebhookEvent {

    private final @Nullable String id;
    private final @Nullable Integer attempt;
    private final @Nullable Instant timestamp;
    private final byte[] body;

    WebhookEvent(
            @Nullable String id,
            @Nullable Integer attempt,
            @Nullable Instant timestamp,
            byte[] body) {
        this.id = id;
        this.attempt = attempt;
        this.timestamp = timestamp;
        this.body = body.clone();
    }

    /**
     * The id of the message, the same for every attempt. Pass over a message whose id you have
     * handled: what was delivered can come again. It is the one that was signed where a signature
     * covers one: that of Standard Webhooks, of Svix and of Twitch. HookBridge's own and those of
     * other providers do not, so that whoever has seen a request can send it again under another
     * id.
     *
     * @return nothing if the sender gives none
     */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /**
     * Which attempt to deliver the message this is. It is not signed.
     *
     * @return 1, 2 and so on; nothing if the sender does not say
     */
    public Optional<Integer> attempt() {
        return Optional.ofNullable(attempt);
    }

    /**
     * The time that was signed: in HookBridge's own scheme that of the message, in all others that
     * of the attempt.
     *
     * @return nothing if the scheme has none
     */
    public Optional<Instant> timestamp() {
        return Optional.ofNullable(timestamp);
    }

    /**
     * The body as it came.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return body.clone();
    }

    /**
     * The body as a text.
     *
     * @return the text, read as UTF-8
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The body as a JSON object.
     *
     * @return its members
     * @throws InvalidWebhookException if it is something else
     */
    @SuppressWarnings("unchecked") // The keys of what was read are texts.
    public Map<String, @Nullable Object> payload() throws InvalidWebhookException {
        if (read() instanceof Map<?, ?> members) {
            return (Map<String, @Nullable Object>) members;
        }
        throw new InvalidWebhookException(Reason.UNREADABLE_BODY);
    }

    /**
     * The body as a record of yours, whose components are named like the members of the JSON, just
     * so or with {@code camelCase} for {@code snake_case}. Members without a component are passed
     * over. {@link Records} lists the types that components may have.
     *
     * @param <T> the record
     * @param type the record
     * @return the event
     * @throws InvalidWebhookException if the body is something else
     * @throws io.hookbridge.sdk.json.UnreadableTypeException if a component has another type than
     *     those, or the record's module does not open its package to {@code io.hookbridge.sdk};
     *     that is a mistake of the record, whatever the body is
     */
    public <T extends Record> T as(Class<T> type) throws InvalidWebhookException {
        try {
            return Records.read(read(), type);
        } catch (JsonException other) {
            throw new InvalidWebhookException(Reason.UNREADABLE_BODY);
        }
    }

    private @Nullable Object read() throws InvalidWebhookException {
        try {
            return Json.read(text());
        } catch (JsonException other) {
            throw new InvalidWebhookException(Reason.UNREADABLE_BODY);
        }
    }

    /** Leaves the payload out. */
    @Override
    public String toString() {
        return "WebhookEvent[" + id + ", " + body.length + " bytes]";
    }
}
