package io.hookbridge.inbound.verify.coded;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Certificates as providers publish them.
 *
 * @param chain from the one that signs to the one that vouches for all others, at least one
 */
record Certificates(List<X509Certificate> chain) {

    private static final int MOST = 8;

    /** Reads one or more in PEM; empty for anything else. */
    static Optional<Certificates> read(byte[] pem) {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            return chain.isEmpty() || chain.size() > MOST
                    ? Optional.empty()
                    : Optional.of(new Certificates(chain));
        } catch (CertificateException none) {
            return Optional.empty();
        }
    }

    /** The one that signs, if it is valid at this moment; who vouches for it is not looked at. */
    Optional<X509Certificate> validLeaf(Instant moment) {
        try {
            chain.getFirst().checkValidity(Date.from(moment));
            return Optional.of(chain.getFirst());
        } catch (CertificateException expired) {
            return Optional.empty();
        }
    }

    /**
     * The one that signs, if it is valid at this moment and one of the authorities vouches for it.
     */
    Optional<X509Certificate> trustedLeaf(Instant moment, Set<TrustAnchor> authorities) {
        try {
            PKIXParameters rules = new PKIXParameters(authorities);
            rules.setDate(Date.from(moment));
            // To ask the authority would be a request to yet another server.
            rules.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(withoutAuthority(authorities)),
                            rules);
            return Optional.of(chain.getFirst());
        } catch (GeneralSecurityException notTrusted) {
            return Optional.empty();
        }
    }

    /** A path ends with the one whom an authority has issued, not with the authority itself. */
    private List<X509Certificate> withoutAuthority(Set<TrustAnchor> authorities) {
        boolean endsWithOne =
                chain.size() > 1
                        && authorities.stream()
                                .anyMatch(each -> chain.getLast().equals(each.getTrustedCert()));
        return endsWithOne ? chain.subList(0, chain.size() - 1) : chain;
    }
}
