package io.hookbridge.billing.stripe.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.stripe.call.UnusableAnswer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;
import java.util.UUID;

@Tag("unit")
class SessionCheckTest {

    private static final Set<String> HOSTS =
            Set.of("billing.stripe.com", "pay.example.org", "127.0.0.1", "[::1]");

    private final SessionCheck strict = new SessionCheck(HOSTS, false);
    private final SessionCheck trial = new SessionCheck(HOSTS, true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://billing.stripe.com/p/session/test_FAKE",
                "https://billing.stripe.com:443/p/session/test_FAKE?x=1#y",
                "https://pay.example.org/p/session/live_FAKE",
            })
    void https_to_a_listed_host_passes(String url) {
        assertThat(strict.passes(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/p/session/test_FAKE",
                "//billing.stripe.com/p",
                "https:billing.stripe.com/p",
                "https:///p",
                "http://billing.stripe.com/p",
                "http://127.0.0.1:8080/p",
                "javascript://billing.stripe.com/%0aalert(1)",
                "https://billing.stripe.com:8443/p",
                "https://billing.stripe.com.evil.example/p",
                "https://evil.example/billing.stripe.com",
                "https://billing.stripe.com@evil.example/p",
                "https://user@billing.stripe.com/p",
                "https://evil.example\\@billing.stripe.com/p",
                "https://billing.stripe.com\t.evil.example/p",
                "https://billing.stripe.com./p",
                "https://billing.stripe.com%00.evil.example/p",
                "https://billing.stripe.com/p session",
                "https://billing.stripe.com/p\r\nSet-Cookie:x",
                "https://billing。stripe.com/p",
            })
    void everything_else_is_kept_from_the_browser(String url) {
        assertThat(strict.passes(url)).isFalse();
    }

    @Test
    void a_session_without_a_url_is_not_used() {
        Customer customer =
                new Customer(new TenantId(new UUID(7, 7)), BillingBook.TEST, "cus_FAKE", false);
        assertThatThrownBy(() ->
                        strict.opened(
                                Mode.TEST,
                                customer,
                                new SessionCheck.Made(false, "cus_FAKE", "bps_FAKE", null)))
                .isInstanceOf(UnusableAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/p/session/test_FAKE", "http://[::1]:1/p"})
    void loopback_without_encryption_passes_in_a_trial_only(String url) {
        assertThat(trial.passes(url)).isTrue();
        assertThat(strict.passes(url)).isFalse();
    }

    @Test
    void a_trial_does_not_open_other_hosts_without_encryption() {
        assertThat(trial.passes("http://billing.stripe.com/p")).isFalse();
        assertThat(trial.passes("http://localhost:8080/p")).isFalse();
    }
}
