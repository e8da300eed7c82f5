package io.hookbridge.billing.stripe.portal;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.billingportal.Configuration;
import com.stripe.net.RequestOptions;
import com.stripe.param.billingportal.ConfigurationListParams;

import io.hookbridge.billing.stripe.call.Pages;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;
import io.hookbridge.billing.stripe.price.PlanPrices;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds our portal configuration in the account, or makes it.
 *
 * <p>A configuration is never changed: other features get another configuration, so that during an
 * upgrade old and new servers each keep their own. Two servers that start together send the same
 * idempotency key and so get the same one; the key also counts the ones that were switched off in
 * the dashboard, or Stripe would answer with such a one for as long as it remembers the key. After
 * a failure that Stripe only repeats they may make two that are alike; from then on the oldest is
 * found.
 */
public record PortalConfigurations(Function<String, Optional<String>> planByLookupKey) {

    private static final long PAGE = 100;

    /**
     * The configuration in use.
     *
     * @param id such as {@code bpc_…}
     */
    public record InUse(String id, boolean offersPlanChange) {}

    public InUse findOrCreate(Call call) throws StripeException {
        PortalFeatures features = new PortalFeatures(PlanPrices.read(call, planByLookupKey));
        List<Configuration> ours = listOurs(call);
        try {
            return findOrCreate(call, ours, features);
        } catch (InvalidRequestException refused) {
            // Stripe has rules for sets of prices; a portal without plan changes beats none.
            if (!features.offersPlanChange()) {
                throw refused;
            }
            return findOrCreate(call, ours, new PortalFeatures(PlanPrices.NONE));
        }
    }

    private static InUse findOrCreate(Call call, List<Configuration> ours, PortalFeatures features)
            throws StripeException {
        List<Configuration> same =
                ours.stream().filter(made -> hasFeatures(made, features)).toList();
        Optional<Configuration> oldest =
                same.stream()
                        .filter(PortalConfigurations::isActive)
                        .min(
                                Comparator.comparing(Configuration::getCreated)
                                        .thenComparing(Configuration::getId));
        String id =
                oldest.isPresent()
                        ? oldest.get().getId()
                        : create(call, features, same.size()).getId();
        return new InUse(id, features.offersPlanChange());
    }

    private static Configuration create(Call call, PortalFeatures features, int switchedOff)
            throws StripeException {
        String key = "hookbridge-portal-" + features.fingerprint() + "-" + switchedOff;
        return call.stripe()
                .v1()
                .billingPortal()
                .configurations()
                .create(features.params(), RequestOptions.builder().setIdempotencyKey(key).build());
    }

    private static List<Configuration> listOurs(Call call) throws StripeException {
        List<Configuration> all =
                Pages.all(after -> {
                    ConfigurationListParams.Builder page =
                            ConfigurationListParams.builder().setLimit(PAGE);
                    if (after != null) {
                        page.setStartingAfter(after);
                    }
                    return call.stripe().v1().billingPortal().configurations().list(page.build());
                });
        return all.stream()
                .filter(made ->
                        PortalFeatures.APP_VALUE.equals(metadata(made).get(PortalFeatures.APP)))
                .toList();
    }

    private static boolean hasFeatures(Configuration made, PortalFeatures features) {
        return features.fingerprint().equals(metadata(made).get(PortalFeatures.FEATURES));
    }

    private static boolean isActive(Configuration made) {
        return Boolean.TRUE.equals(made.getActive());
    }

    private static Map<String, String> metadata(Configuration made) {
        Map<String, String> metadata = made.getMetadata();
        return metadata == null ? Map.of() : metadata;
    }
}
