package io.hookbridge.app.config;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.stripe.StripeSettings;

import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How Stripe is reached and recognised.
 *
 * @param keys the secret key of each mode that has one
 * @param webhookSecrets the signing secrets of each mode's webhook endpoint, perhaps none
 * @param callsPerSecond of one operation in one mode
 * @param meterEvent the event name of the meter that messages above the plan are reported to
 */
public record StripeConfiguration(
        Map<Mode, String> keys,
        Map<Mode, List<String>> webhookSecrets,
        URI apiBase,
        Set<String> portalHosts,
        Set<String> checkoutHosts,
        int callsPerSecond,
        String meterEvent) {

    static StripeConfiguration read(SettingValues values) {
        return new StripeConfiguration(
                keys(values),
                Map.of(
                        Mode.TEST, webhookSecrets(values, Setting.STRIPE_TEST_WEBHOOK_SECRETS),
                        Mode.LIVE, webhookSecrets(values, Setting.STRIPE_LIVE_WEBHOOK_SECRETS)),
                apiBase(values),
                values.hosts(Setting.STRIPE_PORTAL_HOSTS),
                values.hosts(Setting.STRIPE_CHECKOUT_HOSTS),
                values.integer(Setting.STRIPE_CALLS_PER_SECOND, 1, 1000),
                meterEvent(values));
    }

    private static Map<Mode, String> keys(SettingValues values) {
        Map<Mode, String> keys = new EnumMap<>(Mode.class);
        Map.of(
                        Mode.TEST, Setting.STRIPE_TEST_SECRET_KEY,
                        Mode.LIVE, Setting.STRIPE_LIVE_SECRET_KEY)
                .forEach((mode, setting) -> {
                    values.value(setting).ifPresent(key -> keys.put(mode, key));
                    if (keys.containsKey(mode) && !StripeSettings.isKey(mode, keys.get(mode))) {
                        values.problem(
                                "%s must be a Stripe key of %s mode: sk_%s_… or rk_%s_…"
                                        .formatted(
                                                setting.variable(),
                                                mode.word(),
                                                mode.word(),
                                                mode.word()));
                    }
                });
        return keys;
    }

    /** Also a blank entry is a mistake: with a blank secret anybody could sign. */
    private static List<String> webhookSecrets(SettingValues values, Setting setting) {
        List<String> secrets =
                values.value(setting).stream()
                        .flatMap(text -> Stream.of(text.split(",", -1)))
                        .map(String::strip)
                        .toList();
        if (!secrets.stream().allMatch(secret -> secret.matches("whsec_\\S{8,250}"))) {
            values.problem(
                    setting.variable()
                            + " must hold signing secrets that begin with whsec_, separated by commas");
        }
        return secrets;
    }

    private static URI apiBase(SettingValues values) {
        String text = values.value(Setting.STRIPE_API_BASE).orElseThrow();
        return values.httpUrl(Setting.STRIPE_API_BASE, text).orElse(StripeSettings.STRIPE_API);
    }

    private static String meterEvent(SettingValues values) {
        String name = values.value(Setting.STRIPE_METER_EVENT).orElseThrow();
        if (!name.matches("[A-Za-z0-9_]{1,100}")) {
            values.problem(
                    Setting.STRIPE_METER_EVENT.variable()
                            + " must be 1 to 100 letters, digits and underscores");
        }
        return name;
    }

    /** Leaves every secret out. */
    @Override
    public String toString() {
        return "StripeConfiguration[" + keys.keySet() + ", " + apiBase + "]";
    }
}
