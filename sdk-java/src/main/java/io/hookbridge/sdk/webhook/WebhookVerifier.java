package io.hookbridge.sdk.webhook;

import io.hookbridge.sdk.webhook.InvalidWebhookException.Reason;
import io.hookbridge.sdk.webhook.SignatureForm.KeyForm;
import io.hookbridge.sdk.webhook.SignatureForm.TimeOf;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Tells whether a webhook was sent by whoever has the key. It is made once and used by as many
 * threads as you like.
 *
 * <pre>{@code
 * WebhookVerifier verifier = WebhookVerifier.of("whsec_…");
 * WebhookEvent event = verifier.verify(request::getHeader, body);
 * }</pre>
 *
 * <p>Give it the body as it came: what was parsed and written again is another one. Of the
 * signatures in a header, the first 20 that have the length of one are looked at.
 */
public final class WebhookVerifier {

    /** A key, and what it can have made. */
    private record Expected(SignatureForm form, VerificationKey key) {}

    private final List<Expected> expected;
    private final Duration tolerance;
    private final Duration longestAge;
    private final InstantSource clock;

    private WebhookVerifier(Builder built) {
        expected = List.copyOf(built.expected);
        tolerance = built.tolerance;
        longestAge = built.longestAge;
        clock = built.clock;
    }

    /**
     * Verifies deliveries of an endpoint of HookBridge, whichever {@code signature_scheme} it has.
     *
     * @param keys its signing secrets, {@code whsec_…}, or public keys, {@code whpk_…}; two while
     *     one takes the place of the other
     * @return the verifier
     * @throws IllegalArgumentException if there is none, or one is no key
     */
    public static WebhookVerifier of(String... keys) {
        Builder builder = builder();
        for (String key : keys) {
            builder.key(key);
        }
        return builder.build();
    }

    /**
     * Begins to make a verifier.
     *
     * @return where to say with which keys
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Verifies a request.
     *
     * @param headers of the request, by names in upper or lower case
     * @param body of the request, byte for byte
     * @return what it says
     * @throws InvalidWebhookException if it must not be believed
     */
    public WebhookEvent verify(Map<String, List<String>> headers, byte[] body)
            throws InvalidWebhookException {
        Map<String, String> first = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> {
            // The client of the JDK calls the status line a header without a name.
            if (name != null && !values.isEmpty()) {
                first.put(name, values.get(0));
            }
        });
        return verify(first::get, body);
    }

    /**
     * Verifies a request.
     *
     * @param header the value of the header of a name in upper or lower case, {@code null} if there
     *     is none
     * @param body of the request, byte for byte
     * @return what it says
     * @throws InvalidWebhookException if it must not be believed
     */
    public WebhookEvent verify(Function<String, @Nullable String> header, byte[] body)
            throws InvalidWebhookException {
        Reason reason = Reason.MISSING_SIGNATURE;
        for (Expected each : expected) {
            SignedRequest request = SignedRequest.of(each.form(), header, body);
            if (request != null) {
                reason = Reason.WRONG_SIGNATURE;
                if (each.key().madeAny(request.signatures(), request.signed())) {
                    requireNearNow(each.form(), request.time());
                    return event(each.form(), header, request.time(), body);
                }
            }
        }
        throw new InvalidWebhookException(reason);
    }

    private void requireNearNow(SignatureForm form, @Nullable Instant time)
            throws InvalidWebhookException {
        if (form.time().isEmpty()) {
            return;
        }
        Duration oldest = form.timeOf() == TimeOf.MESSAGE ? longestAge : tolerance;
        if (time == null) {
            throw new InvalidWebhookException(Reason.STALE_TIMESTAMP);
        }
        // Compared as ages, because a very long duration before now is no time at all.
        Duration age = Duration.between(time, clock.instant());
        if (age.compareTo(oldest) > 0 || age.negated().compareTo(tolerance) > 0) {
            throw new InvalidWebhookException(Reason.STALE_TIMESTAMP);
        }
    }

    private static WebhookEvent event(
            SignatureForm form,
            Function<String, @Nullable String> header,
            @Nullable Instant time,
            byte[] body) {
        String attempt = header.apply("X-Webhook-Attempt");
        return new WebhookEvent(
                id(form, header),
                attempt != null && attempt.matches("\\d{1,9}") ? Integer.valueOf(attempt) : null,
                time,
                body);
    }

    /** Whoever sends a request once more can give it another id wherever that is not signed. */
    private static @Nullable String id(
            SignatureForm form, Function<String, @Nullable String> header) {
        String signed = form.signedId();
        if (signed != null) {
            return header.apply(signed);
        }
        String id = header.apply("X-Webhook-Id");
        return id == null ? header.apply("webhook-id") : id;
    }

    /** Says with which keys, and what is too old. */
    public static final class Builder {

        private final List<Expected> expected = new ArrayList<>();
        private Duration tolerance = Duration.ofMinutes(5);
        private Duration longestAge = Duration.ofDays(30);
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /**
         * A key of an endpoint of HookBridge. A secret verifies HookBridge's own signatures and
         * {@code v1} of Standard Webhooks, a public key {@code v1a}.
         *
         * @param key {@code whsec_…} or {@code whpk_…}
         * @return this
         * @throws IllegalArgumentException if it is neither
         */
        public Builder key(String key) {
            if (key.startsWith(VerificationKey.PUBLIC)) {
                return key(key, SignatureForm.STANDARD_V1A);
            }
            if (!key.startsWith(VerificationKey.SECRET)) {
                throw new IllegalArgumentException("a key begins with whsec_ or whpk_");
            }
            return key(key, SignatureForm.HOOKBRIDGE).key(key, SignatureForm.STANDARD_V1);
        }

        /**
         * A key for requests that are signed in a form of their own, such as those of a provider.
         *
         * @param key in the form's {@link KeyForm}
         * @param form how requests are signed
         * @return this
         * @throws IllegalArgumentException if it is no such key
         */
        public Builder key(String key, SignatureForm form) {
            expected.add(new Expected(form, VerificationKey.of(key, form)));
            return this;
        }

        /**
         * How far the time of an attempt may be from now, in both directions.
         *
         * @param most 5 minutes if nothing is said; {@code ChronoUnit.FOREVER.getDuration()} if it
         *     does not matter
         * @return this
         */
        public Builder tolerance(Duration most) {
            tolerance = most;
            return this;
        }

        /**
         * How old a message may be in HookBridge's own scheme, which signs the time of the message.
         * The last retry comes up to eleven days later with the default schedule, and a replay as
         * late as the payload is kept.
         *
         * @param most 30 days if nothing is said; {@code ChronoUnit.FOREVER.getDuration()} if it
         *     does not matter
         * @return this
         */
        public Builder longestAge(Duration most) {
            longestAge = most;
            return this;
        }

        /**
         * What tells the time.
         *
         * @param source the clock of the system if nothing is said
         * @return this
         */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Makes the verifier.
         *
         * @return the verifier
         * @throws IllegalArgumentException if there is no key, which would let nothing through
         */
        public WebhookVerifier build() {
            if (expected.isEmpty()) {
                throw new IllegalArgumentException("there is no key to verify with");
            }
            return new WebhookVerifier(this);
        }
    }
}
