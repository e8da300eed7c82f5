package io.hookbridge.app.listen;

import io.hookbridge.net.Header;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What an endpoint received, as it came there.
 *
 * @param type empty if it is not known
 * @param receivedAt as the server writes it
 * @param query as it stood behind the question mark; empty without one
 * @param headers names and values, in the order of the request
 * @param body its bytes as they came
 * @param bodyError why the body is not there; empty if it is
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Event(
        String messageId,
        String type,
        String receivedAt,
        String contentType,
        String query,
        List<Header> headers,
        byte[] body,
        String bodyError) {

    /** About the connection that the event came over, or where it went; the new one has its own. */
    private static final Set<String> LEFT_BEHIND =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private static final String CONTENT_TYPE = "Content-Type";

    /** The same, with this body, by which its type may be known now. */
    Event with(byte[] newBody) {
        return new Event(
                messageId,
                EventType.of(headers, newBody),
                receivedAt,
                contentType,
                query,
                headers,
                newBody,
                "");
    }

    /** Those that go along to the developer's server. */
    List<Header> headersToSend() {
        List<Header> sent = new ArrayList<>();
        boolean typed = false;
        for (Header header : headers) {
            if (!LEFT_BEHIND.contains(header.name().toLowerCase(Locale.ROOT))) {
                sent.add(header);
                typed |= header.name().equalsIgnoreCase(CONTENT_TYPE);
            }
        }
        if (!typed && !contentType.isEmpty()) {
            sent.add(new Header(CONTENT_TYPE, contentType));
        }
        return sent;
    }
}
