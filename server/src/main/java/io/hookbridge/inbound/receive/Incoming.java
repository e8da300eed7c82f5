package io.hookbridge.inbound.receive;

import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request as it came, before anything of it is read.
 *
 * @param method in capitals
 * @param headers in their order and with duplicates; each character of a value is a byte
 * @param query what stood after the question mark, byte for byte; null if there was none
 * @param body must not be changed
 * @param source who sent it, as trusted proxies say
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Incoming(
        String method,
        List<Header> headers,
        @Nullable String query,
        byte[] body,
        IpAddress source,
        Instant receivedAt) {

    /**
     * As the checks of presets read it.
     *
     * @param ingestUrl the endpoint's own, with its token and without a query
     * @param mostDecoded how many bytes the body may have once its coding is undone
     */
    ReceivedRequest received(String ingestUrl, int mostDecoded) {
        return new ReceivedRequest(
                method,
                ingestUrl,
                Optional.ofNullable(query),
                headers,
                body,
                mostDecoded,
                Optional.of(source),
                receivedAt);
    }

    /** Leaves out what may prove who the sender is. */
    @Override
    public String toString() {
        return "Incoming " + method + " of " + source;
    }

    /** The value of the first header of this name, without blanks around it. */
    Optional<String> header(String name) {
        return headers(name).findFirst();
    }

    /** The values of every header of this name, in their order, without blanks around them. */
    Stream<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(header -> header.value().strip());
    }
}
