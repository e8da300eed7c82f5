package io.hookbridge.inbound.verify.request;

import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.net.Header;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request as it came, before anything of it was read as text.
 *
 * @param method in capitals
 * @param ingestUrl the endpoint's own URL as its provider knows it, without a query. Not what the
 *     request's {@code Host} says: a sender chooses that, and a proxy changes it
 * @param rawQuery what stood after the question mark, byte for byte; empty if there was none
 * @param headers in their order and with duplicates; each character of a value is one byte, as HTTP
 *     servers read them
 * @param body the bytes of the wire, not to be changed
 * @param mostDecoded how many bytes the body may have once its coding is undone
 * @param source who sent it; empty if that cannot be told
 * @param receivedAt by the clock of whoever received it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ReceivedRequest(
        String method,
        String ingestUrl,
        Optional<String> rawQuery,
        List<Header> headers,
        byte[] body,
        int mostDecoded,
        Optional<IpAddress> source,
        Instant receivedAt) {

    public ReceivedRequest {
        headers = List.copyOf(headers);
    }

    /** The URL that the provider called, as it is registered there. */
    public String url() {
        return ingestUrl + rawQuery.map(query -> "?" + query).orElse("");
    }

    /** The values of every header of this name in any letter case, without blanks around them. */
    public Stream<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(header -> withoutBlanks(header.value()));
    }

    /** Space and tab only (RFC 9110, section 5.5). */
    private static String withoutBlanks(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
