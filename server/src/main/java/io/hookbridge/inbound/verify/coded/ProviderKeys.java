package io.hookbridge.inbound.verify.coded;

import java.net.URI;

/**
 * Certificates and keys as their providers publish them. Implementations keep what they have
 * fetched, and for a while also what they could not fetch, so that requests with made-up names do
 * not become requests to a provider.
 */
public interface ProviderKeys {

    /**
     * What stands at a URL, usually a certificate in PEM.
     *
     * @param url https, on a host of the provider
     */
    Found at(URI url);

    /**
     * The key with which Plaid signs.
     *
     * @param id 1 to 100 letters, digits, hyphens and underscores, chosen by whoever sent a request
     * @return the JWK
     */
    Found plaidKey(String id, PlaidAccount account);

    /** Of a server that fetches none, so that nothing can be said of what needs them. */
    ProviderKeys NONE =
            new ProviderKeys() {
                @Override
                public Found at(URI url) {
                    return new Found.Unreachable();
                }

                @Override
                public Found plaidKey(String id, PlaidAccount account) {
                    return new Found.Unreachable();
                }
            };

    /** What came of asking. */
    sealed interface Found {

        /** The content, as it was sent. */
        @SuppressWarnings("ArrayRecordComponent") // Never compared.
        record Content(byte[] bytes) implements Found {}

        /** The provider says that there is no such key. */
        record Unknown() implements Found {}

        /** The provider does not answer; whoever sent the request should send it again. */
        record Unreachable() implements Found {}
    }
}
