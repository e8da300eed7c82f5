package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.LikelySecret;
import io.hookbridge.net.Url;

import java.net.URI;
import java.util.Locale;

/**
 * The addresses that endpoints receive at.
 *
 * @param receiveUrl where senders reach this installation, without a path or a slash at the end
 * @param publicUrl where everybody else does, and senders could as well; the same or another one
 */
public record IngestUrl(String receiveUrl, String publicUrl) {

    private static final String PATH = "/v1/webhooks/receive/";

    /** The path of the route that takes what is sent there. */
    public static final String TEMPLATE = PATH + "{endpoint}/{token}";

    /** Of two addresses without a path. */
    public static IngestUrl of(URI receiveUrl, URI publicUrl) {
        return new IngestUrl(withoutSlash(receiveUrl), withoutSlash(publicUrl));
    }

    private static String withoutSlash(URI url) {
        return url.toString().replaceFirst("/$", "");
    }

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
                .filter(parsed -> isAt(receiveUrl, parsed) || isAt(publicUrl, parsed))
                .filter(parsed -> parsed.path().toLowerCase(Locale.ROOT).startsWith(PATH))
                .isPresent();
    }

    private static boolean isAt(String own, Url url) {
        return Url.parse(own + "/")
                .filter(parsed -> parsed.authority().equals(url.authority()))
                .isPresent();
    }
}
