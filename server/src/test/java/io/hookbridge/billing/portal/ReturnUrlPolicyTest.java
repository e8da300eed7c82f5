package io.hookbridge.billing.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.portal.ReturnUrlDecision.Accepted;
import io.hookbridge.billing.portal.ReturnUrlDecision.Reason;
import io.hookbridge.billing.portal.ReturnUrlDecision.Refused;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** What configuration may say, and what follows from it; the URLs themselves are in the corpus. */
@Tag("unit")
class ReturnUrlPolicyTest {

    private static final String ORIGIN = "https://app.example.com";
    private static final String DEFAULT = "https://app.example.com/billing";

    @Test
    void each_mode_has_its_default() {
        var policy = ReturnUrlPolicy.of(List.of(ORIGIN), mode -> ORIGIN + "/" + mode.word(), false);

        assertThat(policy.defaultFor(Mode.LIVE)).isEqualTo(ORIGIN + "/live");
        assertThat(policy.defaultFor(Mode.TEST)).isEqualTo(ORIGIN + "/test");
    }

    @Test
    void a_configured_origin_is_read_like_a_callers_url() {
        var policy =
                ReturnUrlPolicy.of(List.of("HTTPS://App.Example.COM:443"), _ -> DEFAULT, false);

        assertThat(policy.check("https://app.example.com/x"))
                .isEqualTo(new Accepted("https://app.example.com/x", ORIGIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.255.255.254", "[::1]", "localhost:8080"})
    void plain_http_is_for_loopback_hosts_on_a_developers_machine(String host) {
        String origin = "http://" + host;

        var policy = ReturnUrlPolicy.of(List.of(origin), _ -> origin + "/billing", true);

        assertThat(policy.check(origin)).isEqualTo(new Accepted(origin, origin));
        assertThat(problems(List.of(origin), origin, false))
                .containsExactly(
                        "Allowed return origin 1 uses plain http, which only a loopback host on a"
                                + " developer's machine may.",
                        "The default return URL uses plain http, which only a loopback host on a"
                                + " developer's machine may.");
    }

    @Test
    void a_loopback_host_is_allowed_only_if_it_is_configured() {
        var policy = ReturnUrlPolicy.of(List.of(ORIGIN), _ -> DEFAULT, true);

        assertThat(policy.check("http://localhost/")).isEqualTo(new Refused(Reason.ORIGIN));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            nullValues = "empty list",
            value = {
                "'';                                     is empty or longer",
                "https://app.example.com/;               goes on behind the host and port",
                "https://app.example.com/billing;        goes on behind the host and port",
                "https://app.example.com?x=1;            goes on behind the host and port",
                "https://app.example.com#x;              has a fragment",
                "https://user:fake@app.example.com;      has a user name",
                "https://*.example.com;                  contains *",
                "https://app.example.com/*;              contains *",
                "*;                                      contains *",
                "app.example.com;                        does not start with https://",
                "//app.example.com;                      does not start with https://",
                "ftp://app.example.com;                  does not start with https://",
                "' https://app.example.com';             contains a blank",
                "https://münchen.example;                contains a blank",
                "https://app.example.com:;               has an empty port",
                "https://app.example.com:0;              has an empty port",
                "https://app.example.com:65536;          has an empty port",
                "https://app.example.com.;               has no host",
                "https://my_app.example.com;             has no host",
                "https://2130706433;                     has no host",
                "https://0x7f000001;                     has no host",
                "https://127.0.0.01;                     has no host",
                "https://[0:0:0:0:0:0:0:1];              has no host",
                "https://[::ffff:7f00:1];                has no host",
                "https://[::1%25lo];                     has no host",
                "https://[::1;                           is not a valid URL",
                "http://10.0.0.1;                        uses plain http",
                "http://127.evil.example;                uses plain http",
            })
    void an_unusable_origin_stops_the_start(String entry, String problem) {
        assertThat(problems(List.of(ORIGIN, entry), DEFAULT, true))
                .singleElement()
                .asString()
                .startsWith("Allowed return origin 2 " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://*.example.com", "https://*", "https://app.example.com:*"})
    void wildcards_do_not_exist_after_CVE_2023_6927(String entry) {
        assertThat(problems(List.of(entry, ORIGIN), DEFAULT, false))
                .containsExactly(
                        "Allowed return origin 1 contains *: wildcards do not exist, list every"
                                + " origin.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://[2001:db8::1:0:0:1]",
                "https://[2001:0:0:1::1]",
                "https://[1::]",
                "https://[::]",
                "https://[1:2:3:4:5:6:7:8]",
                "https://[1:0:3:4:5:6:7:8]",
                "https://0.0.0.0",
                "https://192.0.2.255:65535",
                "https://a-b.example",
                "https://xn--mnchen-3ya.example",
                "https://intranet"
            })
    void an_origin_in_the_form_that_browsers_print_is_taken(String origin) {
        assertThat(
                        ReturnUrlPolicy.of(List.of(origin), _ -> origin + "/", false)
                                .check(origin + "/"))
                .isEqualTo(new Accepted(origin + "/", origin));
    }

    @Test
    void the_default_has_to_pass_the_policy_itself() {
        assertThat(problems(List.of(ORIGIN), "https://app.example.org/billing", false))
                .containsExactly(
                        "The default return URL is not on one of the allowed return origins.");
        assertThat(problems(List.of(ORIGIN), "/billing", false))
                .containsExactly("The default return URL does not start with https:// and a host.");
    }

    @Test
    void every_mistake_is_reported_at_once() {
        assertThat(
                        problems(
                                List.of("https://a.example/", ORIGIN, "http://b.example"),
                                "https://c.example",
                                false))
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("Allowed return origin 1 "),
                        third -> assertThat(third).startsWith("Allowed return origin 3 "),
                        standard -> assertThat(standard).startsWith("The default return URL "));
    }

    @Test
    void at_least_one_origin_is_needed() {
        assertThat(problems(List.of(), DEFAULT, false))
                .contains("There is no allowed return origin: at least one is needed.");
    }

    @Test
    void a_password_in_the_configuration_is_not_repeated() {
        String entry = "https://user:fake-password@app.example.com";

        assertThat(problems(List.of(entry), entry, false))
                .hasSize(2)
                .noneMatch(problem -> problem.contains("fake-password"));
    }

    private static List<String> problems(
            List<String> origins, String defaultReturnUrl, boolean plainHttpOnLoopback) {
        var thrown =
                assertThatExceptionOfType(InvalidReturnUrlPolicyException.class)
                        .isThrownBy(() ->
                                ReturnUrlPolicy.of(
                                        origins, _ -> defaultReturnUrl, plainHttpOnLoopback))
                        .actual();
        assertThat(thrown).hasMessage(String.join(" ", thrown.problems()));
        return thrown.problems();
    }
}
