package io.hookbridge.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.Set;

@Tag("unit")
class StripeSettingsTest {

    private static final String TEST = "sk_test_FAKE0123456789";
    private static final String LIVE = "rk_live_FAKE0123456789";

    @Test
    void secret_and_restricted_keys_of_the_right_mode_are_fine() {
        assertThat(settings(TEST, LIVE).problems()).isEmpty();
        assertThat(settings("rk_test_FAKE0123456789", null).problems()).isEmpty();
        assertThat(settings(null, "sk_live_FAKE0123456789").problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                LIVE,
                "pk_test_FAKE0123456789",
                "sk_test_",
                "sk_test_short",
                " sk_test_FAKE0123456789",
                "sk_test_FAKE0123456789\n",
                "sk_test_FAKE 0123456789",
            })
    void a_key_that_cannot_be_one_for_test_is_named_but_never_shown(String key) {
        assertThat(settings(key, null).problems())
                .singleElement()
                .asString()
                .startsWith("the Stripe test secret key")
                .doesNotContain("FAKE");
    }

    @Test
    void all_problems_are_told_at_once() {
        StripeSettings wrong =
                new StripeSettings(LIVE, TEST, URI.create("http://api.example.org"), Set.of());
        assertThat(wrong.problems()).hasSize(4);
    }

    @Test
    void no_key_at_all_is_a_problem() {
        assertThat(settings(null, null).problems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.stripe.com,        true",
        "https://stripe.example.org,    true",
        "http://127.0.0.1:12111,        true",
        "http://localhost:12111,        true",
        "http://[::1]:12111,            true",
        "http://api.stripe.com,         false",
        "http://127.0.0.1.example.org,  false",
        "https://api.stripe.com/v1,     false",
        "https://api.stripe.com?x=1,    false",
        "https://user@api.stripe.com,   false",
        "api.stripe.com,                false",
        "ftp://127.0.0.1,               false",
        "mailto:x@example.org,          false",
    })
    void the_api_is_reached_by_https_or_on_this_machine(URI base, boolean fine) {
        StripeSettings settings =
                new StripeSettings(TEST, null, base, StripeSettings.STRIPE_PORTAL_HOSTS);
        assertThat(settings.problems().isEmpty()).isEqualTo(fine);
    }

    @ParameterizedTest
    @CsvSource({
        "billing.example.org, true",
        "127.0.0.1, true",
        "[::1], true",
        "Billing.example.org, false",
        "https://billing.example.org, false",
        "billing.example.org:443, false",
        "*, false",
        "'', false",
    })
    void portal_hosts_are_exact_lower_case_names(String host, boolean fine) {
        StripeSettings settings =
                new StripeSettings(TEST, null, StripeSettings.STRIPE_API, Set.of(host));
        assertThat(settings.problems().isEmpty()).isEqualTo(fine);
    }

    @Test
    void printed_settings_show_the_last_four_characters_of_a_key() {
        assertThat(settings(TEST, null).toString())
                .contains("test=…6789, live=none")
                .doesNotContain("FAKE");
        assertThat(settings("sk_test_x", null).toString()).doesNotContain("x,");
    }

    private static StripeSettings settings(@Nullable String test, @Nullable String live) {
        return new StripeSettings(
                test, live, StripeSettings.STRIPE_API, StripeSettings.STRIPE_PORTAL_HOSTS);
    }
}
