package io.hookbridge.inbound.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Sha256;
import io.hookbridge.inbound.endpoint.InboundChecks;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.net.Header;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/** What proves a sender to this server is in nothing that leaves it; case F4. */
@Tag("unit")
class MaskedRequestTest {

    private static final String TOKEN = "FAKE static+token";
    private static final String IN_QUERY = "FAKE%20static%2Btoken";

    private final InboundGate gate = TestGate.make(token("X-Tok", "tok"));

    private static InboundChecks token(String header, String parameter) {
        return new InboundChecks(
                true,
                header,
                parameter,
                Sha256.of(TOKEN),
                false,
                null,
                List.of(),
                null,
                300,
                false,
                false,
                List.of(),
                null,
                null,
                null);
    }

    private static List<Header> through(String uri) {
        return List.of(
                new Header("X-Original-URI", uri),
                new Header("Referer", "https://proxy.example/?was=" + TOKEN),
                new Header("X-Other", "FAKE"));
    }

    @Test
    void a_token_of_the_query_is_masked_where_a_proxy_repeats_it() {
        String query = "a=1&tok=" + IN_QUERY + "&b=" + IN_QUERY;
        List<Header> headers = through("/hook?" + query);

        assertThat(MaskedRequest.headers(headers, query, gate))
                .containsExactly(
                        new Header("X-Original-URI", "/hook?a=1&tok=***&b=***"),
                        new Header("Referer", "https://proxy.example/?was=***"),
                        new Header("X-Other", "FAKE"));
        assertThat(MaskedRequest.query(query, headers, gate)).isEqualTo("a=1&b=***");
        assertThat(MaskedRequest.shown(headers, query, gate)).doesNotContain(TOKEN, IN_QUERY);
    }

    @Test
    void a_token_of_a_header_is_masked_where_a_proxy_repeats_it() {
        List<Header> headers =
                List.of(
                        new Header("x-tok", "Bearer FAKE-static-token"),
                        new Header("X-Forwarded-Authorization", "Bearer FAKE-static-token"),
                        new Header("X-Token-Was", "FAKE-static-token"));

        assertThat(MaskedRequest.headers(headers, "t=FAKE-static-token", gate))
                .containsExactly(
                        new Header("x-tok", "***"),
                        new Header("X-Forwarded-Authorization", "***"),
                        new Header("X-Token-Was", "***"));
        assertThat(MaskedRequest.query("t=FAKE-static-token", headers, gate)).isEqualTo("t=***");
    }

    @Test
    void the_token_of_the_address_is_masked_and_little_else() {
        InboundGate open = TestGate.make();
        List<Header> headers = List.of(new Header("X-Original-URI", "/" + TestGate.TOKEN + "?a=1"));

        assertThat(MaskedRequest.headers(headers, "a=1", open))
                .containsExactly(new Header("X-Original-URI", "/***?a=1"));
        assertThat(MaskedRequest.query("a=1", headers, open)).isEqualTo("a=1");
    }

    @Test
    void what_is_too_short_to_be_told_from_other_text_is_masked_in_its_place_alone() {
        List<Header> headers =
                List.of(new Header("X-Tok", "json"), new Header("Accept", "application/json"));

        assertThat(MaskedRequest.headers(headers, null, gate))
                .containsExactly(
                        new Header("X-Tok", "***"), new Header("Accept", "application/json"));
    }
}
