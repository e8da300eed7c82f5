package io.hookbridge.inbound.receive;

import io.hookbridge.base.Json;
import io.hookbridge.base.LikelySecret;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What of a request may be kept, shown and sent on. Masked is what proves its sender to this server
 * alone: the credentials that the endpoint checks, and the token of the endpoint's address. Proxies
 * repeat both in headers such as {@code X-Original-URI}, so that they are looked for everywhere.
 */
final class MaskedRequest {

    private static final int LONGEST_JSON = 16 * 1024;

    /** A credential of fewer characters would be found in much that is none. */
    private static final int SHORTEST = 8;

    private MaskedRequest() {}

    /**
     * All headers.
     *
     * @param query of the same request; null if there was none
     */
    static List<Header> headers(List<Header> headers, @Nullable String query, InboundGate gate) {
        List<Source> credentials = gate.credentials();
        List<String> secrets = secrets(headers, query, gate);
        return headers.stream()
                .map(header ->
                        isCredential(header, credentials)
                                ? new Header(header.name(), LikelySecret.MASK)
                                : new Header(header.name(), without(secrets, header.value())))
                .toList();
    }

    private static boolean isCredential(Header header, List<Source> credentials) {
        return !credentials.isEmpty()
                && credentials.stream().anyMatch(new Source.InHeader(header.name())::isSameAs);
    }

    /** What stands nowhere but in its own place, the longest first. */
    private static List<String> secrets(
            List<Header> headers, @Nullable String query, InboundGate gate) {
        Stream<String> given =
                gate.credentials().stream()
                        .flatMap(place ->
                                switch (place) {
                                    case Source.InQuery(String name) ->
                                            RawQuery.spellings(query, name);
                                    case Source.InHeader name ->
                                            headers.stream()
                                                    .filter(header ->
                                                            name.isSameAs(
                                                                    new Source.InHeader(
                                                                            header.name())))
                                                    .map(Header::value)
                                                    .flatMap(MaskedRequest::spellings);
                                    case Source.InForm _,
                                            Source.InJson _,
                                            Source.InSignature _,
                                            Source.HashOfBody _ ->
                                            Stream.empty();
                                })
                        .filter(text -> text.length() >= SHORTEST);
        return Stream.concat(Stream.of(gate.endpoint().token()), given)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The value of a header, and what it proves, if a scheme such as {@code Bearer} precedes. */
    private static Stream<String> spellings(String value) {
        String text = value.strip();
        return Stream.of(text, text.substring(text.lastIndexOf(' ') + 1));
    }

    private static String without(List<String> secrets, String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, LikelySecret.MASK);
        }
        return masked;
    }

    /**
     * The query without the parameters that do; null if there is none, or nothing else in it.
     *
     * @param headers of the same request
     */
    static @Nullable String query(@Nullable String asSent, List<Header> headers, InboundGate gate) {
        String query = asSent;
        for (Source place : gate.credentials()) {
            if (place instanceof Source.InQuery(String name)) {
                query = RawQuery.without(query, name);
            }
        }
        return query == null ? null : without(secrets(headers, asSent, gate), query);
    }

    /**
     * A JSON object of the headers with all masked that may be a secret, signatures among them: a
     * request that was refused may have carried a good one.
     */
    static String shown(List<Header> headers, @Nullable String query, InboundGate gate) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Header header : headers(headers, query, gate)) {
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
