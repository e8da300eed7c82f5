package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class LoggedPathTest {

    private static final String TOKEN = "FAKEfakeFAKE0123456789-_FAKEfakeFAKEfakeFAKE";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/billing/portal/%s",
                "/billing/portal//%s",
                "//billing/portal/%s/",
                "/BILLING/PORTAL/%s",
                "/billing%%2Fportal%%2F%s",
                "/billing/portal%%2f%s",
                "/billing/portal/%s;x=1",
                "/billing/portal/x/../%s",
                "/v1/messages/%s",
                "/%s",
                "%s"
            })
    void a_token_is_masked_wherever_it_stands(String path) {
        assertThat(LoggedPath.of(path.formatted(TOKEN), null)).doesNotContainIgnoringCase("fake");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hb_live_FAKEfakeFAKE0123456789fakeFAKE01",
                "whsec_FAKEfakeFAKE0123456789fakeFAKE01",
                "whsk_FAKEfakeFAKE+FAKE=",
                "sk_test_FAKE",
                "FAKE%2DfakeFAKE",
                "%46AKE%46AKE",
                "%2546AKE%2546AKE",
                "FAKE%C3%A9FAKE",
                "FAKE.FAKE.FAKE",
                "fakefakefakefakefakefakefakefakefakefake",
                "0123456789"
            })
    void so_is_whatever_else_may_be_a_secret(String secret) {
        assertThat(LoggedPath.of("/v1/api-keys/" + secret, null)).isEqualTo("/v1/api-keys/…");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "/v1/endpoints/ep_0193d5e2a1b27c3d8e4f5a6b7c8d9e0f, null,"
                        + " /v1/endpoints/ep_0193d5e2a1b27c3d8e4f5a6b7c8d9e0f",
                "/wp-login.php, null, /wp-login.php",
                "/, null, /",
                "//, null, //",
                "null, null, …",
                "/assets/hookbridge.0123456789abcdef.css, /assets/hookbridge.0123456789abcdef.css,"
                        + " /assets/hookbridge.0123456789abcdef.css",
                "/billing/portal/FAKEfakeFAKE, /billing/portal/{token}, /billing/portal/{token}",
            })
    void the_rest_is_shown(String path, String template, String shown) {
        assertThat(LoggedPath.of(path, template)).isEqualTo(shown);
    }

    @Test
    void a_line_stays_short() {
        assertThat(LoggedPath.of("/wp".repeat(1000), null)).hasSize(201).endsWith("…");
    }
}
