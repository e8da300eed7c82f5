package io.hookbridge.inbound.provider;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The authorities that the Java runtime trusts. */
public final class RuntimeAuthorities {

    private RuntimeAuthorities() {}

    /** Read once, and only if somebody asks. */
    private static final class Read {

        static final Set<TrustAnchor> ANCHORS = read();

        private static Set<TrustAnchor> read() {
            try {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                @Nullable KeyStore ofRuntime = null;
                factory.init(ofRuntime);
                return Arrays.stream(factory.getTrustManagers())
                        .filter(X509TrustManager.class::isInstance)
                        .flatMap(it -> Arrays.stream(((X509TrustManager) it).getAcceptedIssuers()))
                        .map(certificate -> new TrustAnchor(certificate, null))
                        .collect(Collectors.toUnmodifiableSet());
            } catch (GeneralSecurityException none) {
                throw new IllegalStateException("the Java runtime trusts nobody", none);
            }
        }
    }

    public static Set<TrustAnchor> get() {
        return Read.ANCHORS;
    }
}
