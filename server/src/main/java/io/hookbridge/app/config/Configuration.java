package io.hookbridge.app.config;

import io.hookbridge.base.Mode;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.portal.InvalidReturnUrlPolicyException;
import io.hookbridge.billing.portal.ReturnUrlPolicy;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.db.DatabaseAddress;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that was configured, checked. What each part means stands with its {@link Setting}.
 *
 * @param adminAllowedHosts {@code host} or {@code host:port}, in lower case
 * @param publicUrl empty when it is to be worked out from the port that was taken
 * @param database empty for the embedded PostgreSQL
 * @param historyDays how long messages are kept after their creation, payloads apart
 * @param allowedTargets what deliveries may reach besides public addresses, plain http included
 * @param trustedProxies whose word about the address of a caller is taken
 * @param stripeKeys the Stripe secret key of each mode that has one
 * @param stripeWebhookSecrets the signing secrets of each mode's webhook endpoint, perhaps none
 */
public record Configuration(
        Profile profile,
        String host,
        int port,
        String adminHost,
        int adminPort,
        Set<String> adminAllowedHosts,
        Optional<URI> publicUrl,
        Path dataDir,
        Optional<DatabaseAddress> database,
        int databaseConnections,
        Path secretKeyFile,
        boolean mayCreateSecretKeyFile,
        Optional<String> bootstrapApiKey,
        List<String> allowedReturnOrigins,
        Optional<String> defaultReturnUrl,
        int portalCallsPerMinute,
        int checkoutCallsPerMinute,
        Billing billing,
        Plans plans,
        int historyDays,
        List<AddressRange> allowedTargets,
        List<AddressRange> trustedProxies,
        Map<Mode, String> stripeKeys,
        URI stripeApiBase,
        Set<String> stripePortalHosts,
        Set<String> stripeCheckoutHosts,
        int stripeCallsPerSecond,
        Map<Mode, List<String>> stripeWebhookSecrets,
        String stripeMeterEvent,
        Set<Role> roles,
        Optional<Path> pageTemplates,
        String logLevel) {

    /** The billing providers. */
    public enum Billing {
        STRIPE,
        BUILTIN
    }

    /**
     * The book whose subscriptions decide about the limits of a mode: its own, or the other's where
     * Stripe serves only that.
     */
    public BillingBook limitsBook(Mode mode) {
        return switch (billing) {
            case BUILTIN -> BillingBook.builtin(mode);
            case STRIPE -> BillingBook.of(stripeKeys.containsKey(mode) ? mode : mode.other());
        };
    }

    /**
     * Where browsers may return to from the portal.
     *
     * @param url the public URL, configured or worked out
     * @throws InvalidReturnUrlPolicyException if the settings do not hold together
     */
    public ReturnUrlPolicy returnUrlPolicy(URI url) {
        return ReturnUrlPolicy.of(
                allowedReturnOrigins.isEmpty() ? List.of(url.toString()) : allowedReturnOrigins,
                defaultReturnUrl.orElse(url + "/billing"),
                profile == Profile.DEVELOPMENT);
    }

    /** Names what identifies a start and leaves every secret out. */
    @Override
    public String toString() {
        return "Configuration[" + profile + ", " + host + ":" + port + ", billing=" + billing + "]";
    }
}
