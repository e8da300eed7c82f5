package io.hookbridge.inbound.verify.coded;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** A URL that a request names and that must lead to the provider and nobody else. */
final class ProviderUrl {

    private ProviderUrl() {}

    /**
     * The URL that a text is.
     *
     * @param host what the whole of its host must be
     * @return empty unless it is https without user, port and fragment on such a host
     */
    static Optional<URI> parse(String text, Pattern host) {
        try {
            URI url = URI.create(text);
            boolean isProviders =
                    "https".equals(url.getScheme())
                            && url.getHost() != null
                            && host.matcher(url.getHost()).matches()
                            && url.getHost().equals(url.getRawAuthority())
                            && url.getRawFragment() == null;
            return isProviders ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }
}
