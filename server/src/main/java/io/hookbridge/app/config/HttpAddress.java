package io.hookbridge.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a server is reached: a scheme, a host and maybe a port. */
public final class HttpAddress {

    /** What {@link #parse} takes, to end a sentence with. */
    public static final String FORM =
            "http:// or https:// with a host and maybe a port, and nothing after them, such as https://hooks.example.com";

    private HttpAddress() {}

    /** The address without a trailing slash; empty for anything else. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean plain =
                    ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawPath().isEmpty()
                            && url.getRawQuery() == null
                            && url.getRawFragment() == null;
            return plain ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
