package io.hookbridge.delivery.target;

import io.hookbridge.message.MessageHead;
import io.hookbridge.net.Header;

import java.time.Instant;
import java.util.List;

/**
 * Signs what is forwarded as its provider would if it sent it now and there. May take long for a
 * large body.
 */
@FunctionalInterface
public interface SignAsProvider {

    /**
     * The headers that take the place of those of the same names.
     *
     * @param head what came with the payload
     * @param url that it goes to, with the query
     * @param headers that it goes out with otherwise
     * @param now to be signed where the provider signs a time
     * @return none if the provider cannot have signed it
     */
    List<Header> headers(
            MessageHead.Received head,
            String url,
            List<Header> headers,
            byte[] payload,
            Instant now);
}
