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

/** What of a request may be kept, shown and sent on. */
final class MaskedRequest {

    private static final int LONGEST_JSON = 16 * 1024;

    private MaskedRequest() {}

    /** All headers, those masked that prove the sender to this server alone. */
    static List<Header> headers(Incoming request, List<Source> credentials) {
        return credentials.stream().noneMatch(Source.InHeader.class::isInstance)
                ? request.headers()
                : request.headers().stream()
                        .map(header ->
                                credentials.stream()
                                                .anyMatch(
                                                        new Source.InHeader(header.name())
                                                                ::isSameAs)
                                        ? new Header(header.name(), LikelySecret.MASK)
                                        : header)
                        .toList();
    }

    /** The query without the parameters that do; null if there is none, or nothing else in it. */
    static @Nullable String query(Incoming request, List<Source> credentials) {
        String query = request.query();
        for (Source place : credentials) {
            if (place instanceof Source.InQuery(String name)) {
                query = RawQuery.without(query, name);
            }
        }
        return query;
    }

    /**
     * A JSON object of the headers with all masked that may be a secret, signatures among them: a
     * request that was refused may have carried a good one.
     */
    static String shown(Incoming request, InboundGate gate) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Header header : headers(request, gate.credentials())) {
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
