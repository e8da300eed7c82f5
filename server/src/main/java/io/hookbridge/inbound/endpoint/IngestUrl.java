package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.LikelySecret;
import io.hookbridge.net.Url;

import java.util.Locale;

/**
 * The addresses that endpoints receive at.
 *
 * @param receiveUrl where senders reach this installation, without a path or a slash at the end
 */
public record IngestUrl(String receiveUrl) {

    private static final String PATH = "/v1/webhooks/receive/";

    /** The path of the route that takes what is sent there. */
    public static final String TEMPLATE = PATH + "{endpoint}/{token}";

    /** With the token, for whoever configures a sender. */
    public String of(InboundEndpoint endpoint) {
        return receiveUrl + PATH + endpoint.id() + "/" + endpoint.token();
    }

    /** The same without the token, where it is told to nobody. */
    public String withoutToken(InboundEndpoint endpoint) {
        return receiveUrl + PATH + endpoint.id();
    }

    /** The same with a mask for the token, for everybody else. */
    public String masked(InboundEndpoint endpoint) {
        return receiveUrl + PATH + endpoint.id() + "/" + LikelySecret.MASK;
    }

    /** Whether what is sent to {@code url} comes back here, however it is spelled. */
    boolean isOwn(String url) {
        return Url.parse(url)
                .filter(parsed ->
                        Url.parse(receiveUrl + "/")
                                .filter(own -> own.authority().equals(parsed.authority()))
                                .isPresent())
                .filter(parsed -> parsed.path().toLowerCase(Locale.ROOT).startsWith(PATH))
                .isPresent();
    }
}
