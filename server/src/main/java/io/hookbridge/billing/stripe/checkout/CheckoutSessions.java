package io.hookbridge.billing.stripe.checkout;

import com.stripe.model.checkout.Session;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.SubscriptionData;

import io.hookbridge.base.Mode;
import io.hookbridge.base.Sha256;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.stripe.customer.CustomerCreator;
import io.hookbridge.billing.stripe.portal.PortalFeatures;
import io.hookbridge.billing.stripe.portal.SessionCheck;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/**
 * How a checkout is written for Stripe, and what its answer must be like.
 *
 * @param check decides which sessions a browser may be sent to
 */
public record CheckoutSessions(Mode mode, SessionCheck check) {

    /** The metadata by which a repeated request finds its session. */
    private static final String ORDER = "order";

    /** After the beginning of the hour; Stripe takes no less than half an hour from now. */
    private static final Duration LIFE = Duration.ofHours(2);

    /** A name for everything that a repeated request must have in common. */
    String order(CheckoutRequest request, CheckoutPrices.Items items) {
        String everything =
                String.join(
                        "\n",
                        request.customer().externalId(),
                        request.plan().name(),
                        request.interval().word(),
                        items.toString(),
                        request.successUrl(),
                        request.cancelUrl(),
                        request.hour().toString());
        return HexFormat.of().formatHex(Sha256.of(everything), 0, 16);
    }

    boolean isFor(Session session, String order) {
        Map<String, String> metadata = session.getMetadata();
        return metadata != null && order.equals(metadata.get(ORDER));
    }

    /**
     * No payment methods are named: which ones are offered is set in Stripe's dashboard. Nothing in
     * it may change from one second to the next, or a repetition would not be one to Stripe.
     */
    SessionCreateParams params(CheckoutRequest request, CheckoutPrices.Items items, String order) {
        String tenant = request.customer().tenant().toString();
        SessionCreateParams.Builder params =
                SessionCreateParams.builder()
                        .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                        .setCustomer(request.customer().externalId())
                        .setClientReferenceId(tenant)
                        .putMetadata(PortalFeatures.APP, PortalFeatures.APP_VALUE)
                        .putMetadata(CustomerCreator.TENANT, tenant)
                        .putMetadata(ORDER, order)
                        .setSubscriptionData(
                                SubscriptionData.builder()
                                        .putMetadata(PortalFeatures.APP, PortalFeatures.APP_VALUE)
                                        .putMetadata(CustomerCreator.TENANT, tenant)
                                        .build())
                        .setSuccessUrl(request.successUrl())
                        .setCancelUrl(request.cancelUrl())
                        .setExpiresAt(request.hour().plus(LIFE).getEpochSecond())
                        .addLineItem(
                                LineItem.builder().setPrice(items.plan()).setQuantity(1L).build());
        if (items.overage() != null) {
            // A metered price has no quantity.
            params.addLineItem(LineItem.builder().setPrice(items.overage()).build());
        }
        return params.build();
    }

    /** Accepts the answer, or throws. */
    OpenedSession opened(Session session, CheckoutRequest request) {
        return check.opened(
                mode,
                request.customer(),
                new SessionCheck.Made(
                        session.getLivemode(),
                        session.getCustomer(),
                        session.getId(),
                        session.getUrl()));
    }
}
