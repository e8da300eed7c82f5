package io.hookbridge.net.client;

import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.net.Target;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom a certificate is for (RFC 9525, section 6). The runtime's own check takes no name with an
 * underscore.
 */
final class CertificateNames {

    /** RFC 5280, section 4.2.1.6. */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    private CertificateNames() {}

    /**
     * @param host the target's, without a dot at its end
     */
    static boolean areFor(X509Certificate certificate, Target target, String host) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream().anyMatch(name -> isFor(name, target.literal(), host));
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private static boolean isFor(List<?> name, Optional<InetAddress> literal, String host) {
        if (!(name.get(0) instanceof Integer type) || !(name.get(1) instanceof String value)) {
            return false;
        }
        return literal.isPresent()
                ? type == IP_ADDRESS && IpAddress.parse(value).map(IpAddress::inet).equals(literal)
                : type == DNS_NAME && matches(value.toLowerCase(Locale.ROOT), host);
    }

    /** A wildcard stands for one whole label, the first (RFC 9525, section 6.3). */
    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && pattern.substring(1).equals(host.substring(dot));
    }
}
