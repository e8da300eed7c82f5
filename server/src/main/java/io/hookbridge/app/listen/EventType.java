package io.hookbridge.app.listen;

import io.hookbridge.inbound.verify.request.JsonPath;
import io.hookbridge.net.Header;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what type an event is of, which is for people only: in the header that the server adds for
 * the providers that it knows, or where else most of them say it.
 */
final class EventType {

    private static final List<String> HEADERS =
            List.of(
                    "X-Webhook-Event-Type",
                    "X-GitHub-Event",
                    "X-Gitlab-Event",
                    "X-Shopify-Topic",
                    "X-Event-Type",
                    "X-Event-Key",
                    "Ce-Type");

    private static final List<JsonPath> MEMBERS =
            Stream.of("type", "event_type", "event")
                    .map(JsonPath::parse)
                    .flatMap(Optional::stream)
                    .toList();

    private static final int LONGEST = 256;

    private EventType() {}

    /** Empty if it says none. */
    static String of(List<Header> headers, byte[] body) {
        return HEADERS.stream()
                .flatMap(name ->
                        headers.stream()
                                .filter(header -> header.name().equalsIgnoreCase(name))
                                .map(Header::value))
                .findFirst()
                .or(() -> inBody(body))
                .filter(type -> type.length() <= LONGEST)
                .orElse("");
    }

    private static Optional<String> inBody(byte[] body) {
        return body.length == 0 || body[0] != '{'
                ? Optional.empty()
                : MEMBERS.stream().flatMap(member -> member.textIn(body).stream()).findFirst();
    }
}
