package io.hookbridge.inbound.verify.scheme;

import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.SignaturePlace.Presented;
import io.hookbridge.net.Header;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Signs a request as its provider did, with another time and for another URL: what was held up for
 * hours and then forwarded is too old for every SDK that checks it, and was signed for our URL.
 */
public final class SignAgain {

    private SignAgain() {}

    /**
     * Whether others than the provider can sign so: with a key that both have, in headers, without
     * a change of the body.
     */
    public static boolean isPossible(Scheme.Signed scheme) {
        return scheme.algorithm().isShared()
                && scheme.signature().source() instanceof Source.InHeader
                && scheme.timestamp()
                        .map(TimestampRule::source)
                        .map(source ->
                                source instanceof Source.InHeader
                                        || source instanceof Source.InSignature)
                        .orElse(true);
    }

    /**
     * The headers that replace those of the same names.
     *
     * @param request as it goes out: with the URL that it goes to
     * @param content the body as the scheme signs it
     * @param now to be signed where the scheme signs a time
     * @return empty if nobody but the provider can sign so: with a key that it alone has, or in the
     *     body, which must stay as it is
     */
    public static Optional<List<Header>> headers(
            Scheme.Signed scheme,
            CheckingKey key,
            ReceivedRequest request,
            byte[] content,
            Instant now) {
        if (!(key instanceof CheckingKey.Shared shared)
                || !(scheme.signature().source() instanceof Source.InHeader(String name))) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        List<Header> headers = new ArrayList<>();
        if (scheme.timestamp().isPresent()) {
            TimestampRule rule = scheme.timestamp().get();
            String time = rule.unit().write(now);
            switch (rule.source()) {
                case Source.InHeader(String header) -> headers.add(new Header(header, time));
                case Source.InSignature(String field) -> fields.put(field, time);
                case Source.InQuery _, Source.InForm _, Source.InJson _, Source.HashOfBody _ -> {
                    return Optional.empty();
                }
            }
        }
        return signature(scheme, shared, replaced(request, headers), content, fields)
                .map(signature -> {
                    headers.add(
                            new Header(
                                    scheme.signature().series() ? name + 1 : name,
                                    scheme.signature().write(signature, fields)));
                    return headers;
                });
    }

    private static Optional<byte[]> signature(
            Scheme.Signed scheme,
            CheckingKey.Shared key,
            ReceivedRequest request,
            byte[] content,
            Map<String, String> fields) {
        RequestValues values = new RequestValues(request, content);
        return scheme.text()
                .bytes(
                        new SignedText.Ingredients(
                                values,
                                new Presented(List.of(), fields),
                                request.url(),
                                key.bytes(),
                                scheme.bodyHash().flatMap(values::text).isPresent()))
                .map(key::sign);
    }

    private static ReceivedRequest replaced(ReceivedRequest request, List<Header> headers) {
        Stream<Header> others =
                request.headers().stream()
                        .filter(header ->
                                headers.stream()
                                        .noneMatch(each ->
                                                each.name().equalsIgnoreCase(header.name())));
        return new ReceivedRequest(
                request.method(),
                request.ingestUrl(),
                request.rawQuery(),
                Stream.concat(others, headers.stream()).toList(),
                request.body(),
                request.mostDecoded(),
                request.source(),
                request.receivedAt());
    }
}
