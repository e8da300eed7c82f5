package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class LikelySecretTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "X-Auth",
                "Cookie",
                "X-API-Key",
                "api_key",
                "apiKey",
                "Ocp-Apim-Subscription-Key",
                "x-functions-key",
                "X-Access-Token",
                "X-Hub-Signature-256",
                "client_secret",
                "Password",
                "pwd",
                "X-Session-Id",
                "key",
                "sig"
            })
    void a_name_of_credentials_is_enough(String name) {
        assertThat(LikelySecret.isNamed(name)).isTrue();
        assertThat(LikelySecret.is(name, "1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer abc",
                "basic dXNlcjpwYXNz",
                "Token token=abc",
                "Bearer abc\ndef",
                "sk_live_FAKE0",
                "sk_live_FAKE0\n",
                "hb_test_FAKE0",
                "whsec_FAKE0",
                "ghp_FAKE0",
                "xoxb-FAKE-0",
                "eyJhbGciOiJIUzI1NiJ9.FAKE.FAKE",
                "FAKEa1B2c3D4e5F6g7H8i9J0",
                "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                "FAKE1/abc2+def3/ghi4+jkl5=="
            })
    void a_value_that_looks_like_a_credential_is_one_whatever_its_name(String value) {
        assertThat(LikelySecret.isNamed("X-Whatever")).isFalse();
        assertThat(LikelySecret.is("X-Whatever", value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "X-Tenant, acme",
        "X-Tenant, 01935abc-def0-7123-9abc-def012345678",
        "X-Tenant-Id, FAKEa1B2c3D4e5F6g7H8i9J0",
        "traceparent, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "Idempotency-Key, FAKEa1B2c3D4e5F6g7H8i9J0",
        "X-Region, my-service-name-v2-production-eu-1",
        "X-Sent-At, 2026-11-28T08:22:44.123Z",
        "Accept, application/vnd.example.v2+json",
        "X-Flag, 1",
        "X-Empty, ''",
    })
    void what_people_call_things_is_none(String name, String value) {
        assertThat(LikelySecret.is(name, value)).isFalse();
    }
}
