package io.hookbridge.sdk.preset;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A preset; with its document if it is the environment's own, else with what has to be known of it.
 *
 * @param id what endpoints name a preset by
 * @param title the name of the provider
 * @param ships whether it is part of this server
 * @param evidence how well it is known that it does what the provider does. One of {@code
 *     published}, {@code documented}, {@code secondary}. {@code null} if absent.
 * @param setUp what to do at the provider; {@code null} if absent
 * @param secret what the secret of the endpoint is; {@code null} if absent
 * @param caution what to be careful about; {@code null} if absent
 * @param needsSecret whether requests are believed only with a secret
 * @param bringsSecret whether a handshake brings the secret
 * @param canSignAsProvider whether what is forwarded can be signed anew as the provider signs
 * @param verify how a request is proven; {@code null} if absent
 * @param eventType where the type of an event stands; empty if absent
 * @param dedupe where the id of an event stands; empty if absent
 * @param batch where the events of one request stand; {@code null} if absent
 * @param challenge the handshakes; empty if absent
 * @param success what the provider wants to hear; empty if absent
 * @param refusal how a request is refused; empty if absent
 * @param createdAt when it was made; {@code null} if absent
 * @param updatedAt when it was last changed; {@code null} if absent
 */
public record InboundPreset(
        String id,
        String title,
        boolean ships,
        @Nullable String evidence,
        @Nullable String setUp,
        @Nullable String secret,
        @Nullable String caution,
        boolean needsSecret,
        boolean bringsSecret,
        boolean canSignAsProvider,
        @Nullable Object verify,
        List<String> eventType,
        List<String> dedupe,
        @Nullable String batch,
        List<Map<String, @Nullable Object>> challenge,
        Map<String, @Nullable Object> success,
        Map<String, @Nullable Object> refusal,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {}
