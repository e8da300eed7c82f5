package io.hookbridge.billing.stripe;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.stripe.call.Loopback;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Stripe is and who we are there.
 *
 * @param testSecretKey begins with {@code sk_test_} or {@code rk_test_}; null if test mode has no
 *     billing
 * @param liveSecretKey begins with {@code sk_live_} or {@code rk_live_}; null if live mode has none
 * @param apiBase {@link #STRIPE_API}, or a loopback address for trials
 * @param portalHosts the lower-case hosts that a portal URL may name: Stripe's own, and the custom
 *     domain if there is one
 * @param checkoutHosts the same for a checkout URL
 */
public record StripeSettings(
        @Nullable String testSecretKey,
        @Nullable String liveSecretKey,
        URI apiBase,
        Set<String> portalHosts,
        Set<String> checkoutHosts) {

    public static final URI STRIPE_API = URI.create(com.stripe.Stripe.LIVE_API_BASE);
    public static final Set<String> STRIPE_PORTAL_HOSTS = Set.of("billing.stripe.com");

    public static final Set<String> STRIPE_CHECKOUT_HOSTS = Set.of("checkout.stripe.com");

    private static final Pattern HOST = Pattern.compile("[a-z0-9.-]+|\\[[0-9a-f:]+]");
    private static final Pattern KEY = Pattern.compile("[sr]k_(live|test)_[0-9A-Za-z_]{8,250}");

    public StripeSettings {
        portalHosts = Set.copyOf(portalHosts);
        checkoutHosts = Set.copyOf(checkoutHosts);
    }

    /** Settings with Stripe's own host for the checkout. */
    public StripeSettings(
            @Nullable String testSecretKey,
            @Nullable String liveSecretKey,
            URI apiBase,
            Set<String> portalHosts) {
        this(testSecretKey, liveSecretKey, apiBase, portalHosts, STRIPE_CHECKOUT_HOSTS);
    }

    /**
     * What is wrong with the settings, one sentence each, all at once; empty if nothing is. Never
     * contains a key.
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        keyProblem(Mode.TEST, testSecretKey).ifPresent(problems::add);
        keyProblem(Mode.LIVE, liveSecretKey).ifPresent(problems::add);
        if (testSecretKey == null && liveSecretKey == null) {
            problems.add("a Stripe secret key is needed for at least one mode");
        }
        if (!isUsableBase()) {
            problems.add(
                    "the Stripe API base must be https:// and a host, without a path;"
                            + " http:// only on loopback");
        }
        if (!areHosts(portalHosts)) {
            problems.add("the Stripe portal hosts must be lower-case host names");
        }
        if (!areHosts(checkoutHosts)) {
            problems.add("the Stripe checkout hosts must be lower-case host names");
        }
        return problems;
    }

    private static boolean areHosts(Set<String> hosts) {
        return !hosts.isEmpty() && hosts.stream().allMatch(HOST.asMatchPredicate());
    }

    Optional<String> key(Mode mode) {
        return Optional.ofNullable(
                switch (mode) {
                    case TEST -> testSecretKey;
                    case LIVE -> liveSecretKey;
                });
    }

    /** Whether the API is a process on this machine, as in trials and tests. */
    boolean isLoopback() {
        return Loopback.isLoopback(apiBase.getHost());
    }

    private boolean isUsableBase() {
        boolean bare =
                apiBase.getHost() != null
                        && apiBase.getRawUserInfo() == null
                        && apiBase.getRawQuery() == null
                        && apiBase.getRawFragment() == null
                        && apiBase.getRawPath().isEmpty();
        return bare
                && ("https".equals(apiBase.getScheme())
                        || ("http".equals(apiBase.getScheme()) && isLoopback()));
    }

    private static Optional<String> keyProblem(Mode mode, @Nullable String key) {
        return key == null || isKey(mode, key)
                ? Optional.empty()
                : Optional.of(
                        "the Stripe %s secret key must begin with sk_%s_ or rk_%s_ and go on with letters, digits and underscores"
                                .formatted(mode.word(), mode.word(), mode.word()));
    }

    /** Whether {@code text} has the form of a secret or restricted key of this mode. */
    public static boolean isKey(Mode mode, String text) {
        Matcher key = KEY.matcher(text);
        return key.matches() && key.group(1).equals(mode.word());
    }

    /** The last four characters of the key, the most of it that may be shown. */
    static String ending(String key) {
        return "…" + key.substring(key.length() - 4);
    }

    /** Leaves the keys out but for their last four characters. */
    @Override
    public String toString() {
        return "StripeSettings[test=%s, live=%s, apiBase=%s, portalHosts=%s, checkoutHosts=%s]"
                .formatted(
                        shown(testSecretKey),
                        shown(liveSecretKey),
                        apiBase,
                        portalHosts,
                        checkoutHosts);
    }

    private static String shown(@Nullable String key) {
        return key == null ? "none" : key.length() < 18 ? "…" : ending(key);
    }
}
