package io.hookbridge.billing.stripe.webhook;

import io.hookbridge.base.Json;
import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.sync.BillingAlerts;
import io.hookbridge.billing.sync.Inbox;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Decides what becomes of one delivery. */
public final class WebhookIntake {

    /** Usage that was accepted and turned out wrong; nothing else ever tells of it. */
    private static final String METER_ERROR = "v1.billing.meter.";

    private final Map<Mode, WebhookSignature> signatures = new EnumMap<>(Mode.class);
    private final Inbox inbox;
    private final BillingAlerts alerts;
    private final InstantSource clock;

    /**
     * @param secrets the signing secrets of each mode's webhook endpoint; a mode without one has no
     *     intake
     * @throws IllegalArgumentException if one is blank
     */
    public WebhookIntake(
            Map<Mode, List<String>> secrets,
            Inbox inbox,
            BillingAlerts alerts,
            InstantSource clock) {
        secrets.forEach((mode, ofMode) -> signatures.put(mode, new WebhookSignature(ofMode)));
        this.inbox = inbox;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** What became of a delivery. */
    public enum Receipt {
        /** The event is in the database. */
        KEPT,
        /** It was there already. */
        KNOWN,
        /** Nobody who knows a secret sent it, or not lately. */
        NOT_SIGNED,
        /** It is signed and no event. */
        NO_EVENT,
        /** It is not of the mode whose secret signed it: the secrets are swapped. */
        OTHER_MODE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isOpen(Mode mode) {
        WebhookSignature signature = signatures.get(mode);
        return signature != null && !signature.isEmpty();
    }

    /** Whether there is a secret of any mode. */
    boolean isOpen() {
        return signatures.keySet().stream().anyMatch(this::isOpen);
    }

    /**
     * The mode whose secret signed this body; empty if none did. Where one secret serves both
     * modes, the event says which it is of.
     *
     * @param header the value of {@code Stripe-Signature}
     */
    Optional<Mode> signer(String header, byte[] body) {
        List<Mode> signers =
                signatures.entrySet().stream()
                        .filter(mode -> mode.getValue().verify(header, body, clock.instant()))
                        .map(Map.Entry::getKey)
                        .toList();
        if (signers.size() < 2) {
            return signers.stream().findFirst();
        }
        boolean live = read(body).map(StripeEvent::live).orElse(false);
        return Optional.of(live ? Mode.LIVE : Mode.TEST);
    }

    /**
     * Verifies and keeps the event; when it returns, the event is committed.
     *
     * @param header the value of {@code Stripe-Signature}, or null if there is none
     */
    public Receipt receive(Mode mode, @Nullable String header, byte[] body) {
        WebhookSignature signature = signatures.get(mode);
        if (signature == null
                || header == null
                || !signature.verify(header, body, clock.instant())) {
            return Receipt.NOT_SIGNED;
        }
        Optional<StripeEvent> read = read(body);
        if (read.isEmpty()) {
            return Receipt.NO_EVENT;
        }
        if (read.get().live() != (mode == Mode.LIVE)) {
            return Receipt.OTHER_MODE;
        }
        boolean fresh =
                inbox.keep(BillingBook.of(mode), List.of(read.get().event()), Inbox.Source.WEBHOOK)
                        == 1;
        if (fresh && read.get().event().type().startsWith(METER_ERROR)) {
            alerts.raise(BillingAlerts.Kind.METER_ERROR, null);
        }
        return fresh ? Receipt.KEPT : Receipt.KNOWN;
    }

    private static Optional<StripeEvent> read(byte[] body) {
        try {
            return StripeEvent.read(Json.readSent(body));
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }
}
