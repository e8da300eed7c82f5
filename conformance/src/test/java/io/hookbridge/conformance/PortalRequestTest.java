package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.CheckedHttpClient.Draft;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;

/** What the official SDKs and others send to open the portal, and what they must not. */
@ExtendWith(SharedServer.class)
@Tag("black-box")
class PortalRequestTest {

    private static final String PORTAL = "/v1/billing/portal";

    @Test
    void php_sends_an_empty_array_where_it_has_no_members(Installation installation) {
        Draft draft =
                portal(installation)
                        .header("Accept", "application/json")
                        .header("User-Agent", "hookbridge-php/1.4.1");

        assertOpened(draft.json("[]").send(), installation);
    }

    @Test
    void go_sends_an_empty_object_or_nothing_at_all(Installation installation) {
        assertOpened(
                portal(installation).header("User-Agent", "hookbridge-go/1.5.0").json("{}").send(),
                installation);
        assertOpened(
                portal(installation).header("User-Agent", "hookbridge-go/1.5.0").send(),
                installation);
    }

    @Test
    void python_sends_json_headers_with_and_without_a_body(Installation installation) {
        for (String body : new String[] {"", "{}", "{\"return_url\": null}"}) {
            Draft draft =
                    portal(installation)
                            .header("Accept", "application/json")
                            .header("User-Agent", "hookbridge-python/1.0.0")
                            .json(body);

            assertOpened(draft.send(), installation);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"future_member\": {\"a\": [1, null]}}"})
    void other_ways_to_say_nothing_are_understood(String body, Installation installation) {
        assertOpened(portal(installation).raw(body).send(), installation);
    }

    @Test
    void a_body_of_unknown_length_is_read(Installation installation) throws IOException {
        try (RawHttp request = new RawHttp(installation.server().port())) {
            RawHttp.Reply reply =
                    request.lines(
                                    "POST " + PORTAL + " HTTP/1.1",
                                    "Host: localhost",
                                    "Authorization: bearer " + installation.key(),
                                    "Transfer-Encoding: chunked",
                                    "",
                                    "2",
                                    "{}",
                                    "0",
                                    "")
                            .reply();

            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        }
    }

    @Test
    void a_post_without_any_header_about_its_body_is_understood(Installation installation)
            throws IOException {
        try (RawHttp request = new RawHttp(installation.server().port())) {
            RawHttp.Reply reply =
                    request.lines(
                                    "POST " + PORTAL + " HTTP/1.1",
                                    "Host: localhost",
                                    "Authorization: Bearer " + installation.key(),
                                    "")
                            .reply();

            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        }
    }

    @Test
    void a_return_url_on_the_servers_own_origin_is_taken(Installation installation) {
        String own = installation.server().publicUrl() + "/billing?from=portal";

        assertOpened(
                portal(installation).json("{\"return_url\":\"" + own + "\"}").send(), installation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example.com/billing",
                "javascript:alert(1)",
                "//localhost",
                "",
                "http://localhost@elsewhere.example.com/",
            })
    void a_return_url_elsewhere_is_refused_without_being_repeated(
            String url, Installation installation) {
        Exchange refused = portal(installation).json("{\"return_url\":\"" + url + "\"}").send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_RETURN_URL");
        assertThat(refused.message()).startsWith("Return URL ");
        assertThat(refused.json().at("/error/details/reason").asString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"return_url\":}",
                "{} {}",
                "[1]",
                "\"https://example.com\"",
                "5",
                "true",
                "{\"return_url\":5}",
                "{\"return_url\":[\"https://example.com\"]}",
                "{\"flow\":\"everything\"}",
                "{\"locale\":\"tlh\"}",
                "return_url=https%3A%2F%2Fexample.com",
            })
    void a_body_that_is_no_such_object_is_refused(String body, Installation installation) {
        Exchange refused = portal(installation).raw(body).send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void a_body_that_is_not_utf_8_is_refused(Installation installation) {
        byte[] latin1 = {
            '{', '"', 'l', 'o', 'c', 'a', 'l', 'e', '"', ':', '"', (byte) 0xE4, '"', '}'
        };

        Exchange refused = portal(installation).raw(latin1).send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void a_body_that_is_too_deep_or_too_large_is_refused(Installation installation)
            throws IOException {
        Exchange deep =
                portal(installation).raw("{\"a\":".repeat(65) + "1" + "}".repeat(65)).send();
        Exchange large = portal(installation).raw("{\"a\":\"" + "x".repeat(70_000) + "\"}").send();

        assertThat(deep.code()).isEqualTo("INVALID_REQUEST");
        assertThat(large.status()).isEqualTo(400);
        assertThat(large.code()).isEqualTo("PAYLOAD_TOO_LARGE");
        try (RawHttp endless = new RawHttp(installation.server().port())) {
            RawHttp.Reply reply =
                    endless.lines(
                                    "POST " + PORTAL + " HTTP/1.1",
                                    "Host: localhost",
                                    "Authorization: Bearer " + installation.key(),
                                    "Transfer-Encoding: chunked",
                                    "",
                                    "20000",
                                    " ".repeat(0x20000))
                            .reply();
            assertThat(reply.status()).as(reply.body()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("PAYLOAD_TOO_LARGE");
        }
    }

    @Test
    void a_tenant_without_a_subscription_is_told_so(Installation installation) {
        Installation.Account account = installation.newTenant("No plan");

        Exchange refused = installation.api().post(PORTAL).key(account.key()).send();

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("NO_SUBSCRIPTION");
        assertThat(refused.message()).isEqualTo("No subscription found for tenant");
    }

    private static Draft portal(Installation installation) {
        return installation.api().post(PORTAL).key(installation.key());
    }

    private static void assertOpened(Exchange exchange, Installation installation) {
        assertThat(exchange.status()).as(exchange.text()).isEqualTo(200);
        assertThat(URI.create(exchange.data().get("portal_url").asString()))
                .hasHost("localhost")
                .hasPort(installation.server().port());
    }
}
