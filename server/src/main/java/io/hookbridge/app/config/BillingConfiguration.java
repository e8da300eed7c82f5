package io.hookbridge.app.config;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.InvalidPlans;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.portal.InvalidReturnUrlPolicyException;
import io.hookbridge.billing.portal.ReturnUrlPolicy;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.http.page.Accent;
import io.hookbridge.http.page.Brand;
import io.hookbridge.http.page.Logo;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What can be bought, who takes the money, and where people go for it and come back.
 *
 * @param brand of the built-in portal and checkout
 * @param allowedReturnOrigins none for that of the public URL alone
 * @param portalCallsPerMinute of one tenant on this node
 * @param checkoutCallsPerMinute of one tenant on this node
 */
public record BillingConfiguration(
        Provider provider,
        Plans plans,
        StripeConfiguration stripe,
        Brand brand,
        List<String> allowedReturnOrigins,
        Optional<String> defaultReturnUrl,
        int portalCallsPerMinute,
        int checkoutCallsPerMinute) {

    /** The billing providers. */
    public enum Provider {
        STRIPE,
        BUILTIN
    }

    /**
     * @param retries that no plan's payloads may go before
     */
    static BillingConfiguration read(SettingValues values, RetryPolicy retries) {
        StripeConfiguration stripe = StripeConfiguration.read(values);
        return new BillingConfiguration(
                provider(values, stripe),
                plans(values, retries),
                stripe,
                brand(values),
                values.list(Setting.ALLOWED_RETURN_ORIGINS),
                values.value(Setting.DEFAULT_RETURN_URL),
                values.integer(Setting.PORTAL_CALLS_PER_MINUTE, 1, 10_000_000),
                values.integer(Setting.CHECKOUT_CALLS_PER_MINUTE, 1, 10_000_000));
    }

    private static Provider provider(SettingValues values, StripeConfiguration stripe) {
        Optional<String> word = values.value(Setting.BILLING);
        if (word.isEmpty()) {
            return stripe.keys().isEmpty() ? Provider.BUILTIN : Provider.STRIPE;
        }
        return switch (word.get()) {
            case "stripe" -> {
                if (stripe.keys().isEmpty()) {
                    values.problem(
                            "%s=stripe needs %s, %s or both"
                                    .formatted(
                                            Setting.BILLING.variable(),
                                            Setting.STRIPE_TEST_SECRET_KEY.variable(),
                                            Setting.STRIPE_LIVE_SECRET_KEY.variable()));
                }
                yield Provider.STRIPE;
            }
            case "builtin" -> Provider.BUILTIN;
            default -> {
                values.problem(Setting.BILLING.variable() + " must be stripe or builtin");
                yield Provider.BUILTIN;
            }
        };
    }

    private static Plans plans(SettingValues values, RetryPolicy retries) {
        Optional<Path> file = values.path(Setting.PLANS_FILE);
        // The plans that ship are right by themselves.
        Setting cause = file.isEmpty() ? Setting.RETRY_DELAYS : Setting.PLANS_FILE;
        try {
            return file.isEmpty()
                    ? Plans.shipped(retries)
                    : Plans.parse(Files.readString(file.get()), retries);
        } catch (InvalidPlans invalid) {
            invalid.mistakes()
                    .forEach(mistake -> values.problem(cause.variable() + ": " + mistake));
        } catch (IOException unreadable) {
            values.problem(
                    Setting.PLANS_FILE.variable() + " names no file that can be read as text");
        }
        return Plans.shipped();
    }

    private static Brand brand(SettingValues values) {
        String name = values.value(Setting.PORTAL_NAME).map(String::strip).orElse(null);
        if (name != null && name.codePointCount(0, name.length()) > Brand.LONGEST_NAME) {
            values.problem(
                    "%s is longer than %d characters"
                            .formatted(Setting.PORTAL_NAME.variable(), Brand.LONGEST_NAME));
        }
        return new Brand(
                name,
                taken(values, Setting.PORTAL_LOGO, BillingConfiguration::logo),
                taken(values, Setting.PORTAL_COLOR, Accent::parse));
    }

    /** What a setting says, null if nothing or nothing that can be taken. */
    private static <T> @Nullable T taken(
            SettingValues values, Setting setting, Function<String, T> reading) {
        try {
            return values.value(setting).map(reading).orElse(null);
        } catch (IllegalArgumentException refused) {
            values.problem(setting.variable() + " " + refused.getMessage());
            return null;
        }
    }

    private static Logo logo(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            // One more than may be tells that it is too large, however large it is.
            return new Logo(in.readNBytes(Logo.MOST_BYTES + 1));
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException("names no file that can be read", unreadable);
        }
    }

    /** Tells what does not hold together of where browsers may return to. */
    void checkReturnUrls(SettingValues values, HttpConfiguration http) {
        if (http.publicUrl().isEmpty() && values.profile() == Profile.PRODUCTION) {
            return; // That it is missing is told already; the rest would only be guesses.
        }
        // A port that is yet to be chosen decides nothing here.
        URI url = http.publicUrl().orElse(http.localUrl(Math.max(1, http.port())));
        try {
            returnUrlPolicy(url, values.profile());
        } catch (InvalidReturnUrlPolicyException invalid) {
            invalid.problems()
                    .forEach(problem ->
                            values.problem(
                                    "%s, %s, or what %s makes of them: %s"
                                            .formatted(
                                                    Setting.ALLOWED_RETURN_ORIGINS.variable(),
                                                    Setting.DEFAULT_RETURN_URL.variable(),
                                                    Setting.PUBLIC_URL.variable(),
                                                    problem)));
        }
    }

    /**
     * Where browsers may return to from the portal.
     *
     * @param url the public URL, configured or worked out
     * @throws InvalidReturnUrlPolicyException if the settings do not hold together
     */
    public ReturnUrlPolicy returnUrlPolicy(URI url, Profile profile) {
        return ReturnUrlPolicy.of(
                allowedReturnOrigins.isEmpty() ? List.of(url.toString()) : allowedReturnOrigins,
                mode -> defaultReturnUrl.orElse(url + "/billing/" + mode.word()),
                profile == Profile.DEVELOPMENT);
    }

    /**
     * The book whose subscriptions decide about the limits of a mode: its own, or the other's where
     * Stripe serves only that.
     */
    public BillingBook limitsBook(Mode mode) {
        return switch (provider) {
            case BUILTIN -> BillingBook.builtin(mode);
            case STRIPE -> BillingBook.of(stripe.keys().containsKey(mode) ? mode : mode.other());
        };
    }
}
