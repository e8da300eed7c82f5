package io.hookbridge.inbound.receive;

import io.hookbridge.base.Json;
import io.hookbridge.base.LikelySecret;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a request may be kept, shown and sent on. Masked is what proves its sender to this server
 * alone: the credentials that the endpoint checks, and the token of the endpoint's address, which
 * proxies repeat in headers such as {@code X-Original-URI}.
 */
final class MaskedRequest {

    private static final int LONGEST_JSON = 16 * 1024;

    private MaskedRequest() {}

    /** All headers. */
    static List<Header> headers(List<Header> headers, InboundGate gate) {
        List<Source> credentials = gate.credentials();
        String token = gate.endpoint().token();
        return headers.stream()
                .map(header ->
                        isCredential(header, credentials)
                                ? new Header(header.name(), LikelySecret.MASK)
                                : withoutToken(header, token))
                .toList();
    }

    private static boolean isCredential(Header header, List<Source> credentials) {
        return !credentials.isEmpty()
                && credentials.stream().anyMatch(new Source.InHeader(header.name())::isSameAs);
    }

    private static Header withoutToken(Header header, String token) {
        return header.value().contains(token)
                ? new Header(header.name(), header.value().replace(token, LikelySecret.MASK))
                : header;
    }

    /** The query without the parameters that do; null if there is none, or nothing else in it. */
    static @Nullable String query(@Nullable String asSent, InboundGate gate) {
        String query = asSent;
        for (Source place : gate.credentials()) {
            if (place instanceof Source.InQuery(String name)) {
                query = RawQuery.without(query, name);
            }
        }
        return query == null ? null : query.replace(gate.endpoint().token(), LikelySecret.MASK);
    }

    /**
     * A JSON object of the headers with all masked that may be a secret, signatures among them: a
     * request that was refused may have carried a good one.
     */
    static String shown(List<Header> headers, InboundGate gate) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Header header : headers(headers, gate)) {
            boolean signature = gate.signsIn(header.name());
            shown.merge(
                    header.name(),
                    signature || LikelySecret.is(header.name(), header.value())
                            ? LikelySecret.MASK
                            : header.value(),
                    (one, other) -> one + ", " + other);
        }
        String json = Json.MAPPER.writeValueAsString(shown);
        return json.length() <= LONGEST_JSON ? json : "{}";
    }
}
