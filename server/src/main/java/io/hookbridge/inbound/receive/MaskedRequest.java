package io.hookbridge.inbound.receive;

import io.hookbridge.base.Json;
import io.hookbridge.base.LikelySecret;
import io.hookbridge.inbound.endpoint.InboundChecks;
import io.hookbridge.net.Header;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a request may be kept, shown and sent on. */
final class MaskedRequest {

    private static final int LONGEST_JSON = 16 * 1024;

    private MaskedRequest() {}

    /** All headers, the token that proves the sender to this server alone masked. */
    static List<Header> headers(Incoming request, InboundChecks checks) {
        String token = checks.tokenHeader();
        return token == null
                ? request.headers()
                : request.headers().stream()
                        .map(header ->
                                header.name().equalsIgnoreCase(token)
                                        ? new Header(header.name(), LikelySecret.MASK)
                                        : header)
                        .toList();
    }

    /**
     * A JSON object of the headers with all masked that may be a secret, signatures among them: a
     * request that was refused may have carried a good one.
     */
    static String shown(Incoming request, InboundChecks checks) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Header header : headers(request, checks)) {
            boolean signature = header.name().equalsIgnoreCase(checks.hmacHeader());
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
