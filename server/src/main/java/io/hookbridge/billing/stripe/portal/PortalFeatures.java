package io.hookbridge.billing.stripe.portal;

import com.stripe.param.billingportal.ConfigurationCreateParams;
import com.stripe.param.billingportal.ConfigurationCreateParams.Features;

import io.hookbridge.billing.stripe.price.PlanPrices;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What our portal configuration lets a customer do: see invoices, change the way of paying, cancel
 * at the end of the period, and change the plan if there are prices to change between.
 */
public record PortalFeatures(PlanPrices planPrices) {

    /** The tag that tells our configurations from others in the same account. */
    public static final String APP = "app";

    public static final String APP_VALUE = "hookbridge";

    /** The tag that tells one set of features from another. */
    static final String FEATURES = "hookbridge_features";

    /** Rises with every change of {@link #params}, so that a new configuration is made. */
    private static final int VERSION = 1;

    boolean offersPlanChange() {
        return !planPrices.isEmpty();
    }

    /** Sixteen hexadecimal digits that stand for these features. */
    String fingerprint() {
        String features = VERSION + " " + planPrices.byProduct();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(features.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    ConfigurationCreateParams params() {
        return ConfigurationCreateParams.builder()
                .setName("HookBridge")
                .putMetadata(APP, APP_VALUE)
                .putMetadata(FEATURES, fingerprint())
                .setFeatures(features())
                .build();
    }

    private Features features() {
        Features.Builder features =
                Features.builder()
                        .setInvoiceHistory(
                                Features.InvoiceHistory.builder().setEnabled(true).build())
                        .setPaymentMethodUpdate(
                                Features.PaymentMethodUpdate.builder().setEnabled(true).build())
                        .setSubscriptionCancel(
                                Features.SubscriptionCancel.builder()
                                        .setEnabled(true)
                                        .setMode(Features.SubscriptionCancel.Mode.AT_PERIOD_END)
                                        .build());
        if (offersPlanChange()) {
            features.setSubscriptionUpdate(planChange());
        }
        return features.build();
    }

    private Features.SubscriptionUpdate planChange() {
        List<Features.SubscriptionUpdate.Product> products = new ArrayList<>();
        planPrices
                .byProduct()
                .forEach((product, prices) ->
                        products.add(
                                Features.SubscriptionUpdate.Product.builder()
                                        .setProduct(product)
                                        .addAllPrice(List.copyOf(prices))
                                        .build()));
        return Features.SubscriptionUpdate.builder()
                .setEnabled(true)
                .addDefaultAllowedUpdate(Features.SubscriptionUpdate.DefaultAllowedUpdate.PRICE)
                .setProrationBehavior(
                        Features.SubscriptionUpdate.ProrationBehavior.CREATE_PRORATIONS)
                .addAllProduct(products)
                .build();
    }
}
