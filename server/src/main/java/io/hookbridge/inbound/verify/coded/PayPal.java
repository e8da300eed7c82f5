package io.hookbridge.inbound.verify.coded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.scheme.CheckingKey;
import io.hookbridge.inbound.verify.scheme.Encoding;
import io.hookbridge.inbound.verify.scheme.Finding;
import io.hookbridge.inbound.verify.scheme.Flaw;

import java.net.URI;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * PayPal: RSA over the transmission's id and time, the id of the webhook and the CRC-32 of the
 * body, with a certificate that PayPal publishes. A CRC-32 keeps nobody from making another body
 * that has the same; that PayPal's signature says no more is PayPal's choice.
 */
final class PayPal {

    /** Of its API, where nobody but PayPal puts anything. */
    private static final Pattern HOST = Pattern.compile("api(?:-m)?(?:\\.sandbox)?\\.paypal\\.com");

    private static final Pattern PATH =
            Pattern.compile("/v1/notifications/certs/CERT-[0-9A-Za-z-]{1,100}");

    /**
     * The name in the certificate, as PayPal's own libraries check it: any other that a known
     * authority has issued is somebody else's. In RFC 2253, where a comma within a name follows a
     * backslash.
     */
    private static final Pattern SUBJECT =
            Pattern.compile(
                    "(?:.*[^\\\\],)?CN=messageverificationcerts(?:\\.sandbox)?\\.paypal\\.com(?:,.*)?");

    private static final String ALGORITHM = "SHA256withRSA";

    private final ProviderKeys keys;
    private final Supplier<Set<TrustAnchor>> authorities;

    PayPal(ProviderKeys keys, Supplier<Set<TrustAnchor>> authorities) {
        this.keys = keys;
        this.authorities = authorities;
    }

    /**
     * @param webhookIds as PayPal shows them; one is enough
     */
    Finding check(List<String> webhookIds, RequestValues values) {
        if (webhookIds.isEmpty()) {
            return new Finding.Flawed(Flaw.NO_USABLE_SECRET);
        }
        Optional<byte[]> signature =
                header(values, "PAYPAL-TRANSMISSION-SIG").flatMap(Encoding::base64);
        if (signature.isEmpty()) {
            return new Finding.Flawed(Flaw.MISSING_SIGNATURE);
        }
        Optional<String> id = header(values, "PAYPAL-TRANSMISSION-ID");
        Optional<String> time = header(values, "PAYPAL-TRANSMISSION-TIME");
        if (id.isEmpty() || time.isEmpty()) {
            return new Finding.Flawed(Flaw.MISSING_SIGNED_PART);
        }
        if (!header(values, "PAYPAL-AUTH-ALGO").equals(Optional.of(ALGORITHM))) {
            return new Finding.Flawed(Flaw.ALG_NOT_ALLOWED);
        }
        Optional<URI> url =
                header(values, "PAYPAL-CERT-URL")
                        .flatMap(text -> ProviderUrl.parse(text, HOST))
                        .filter(it ->
                                it.getRawQuery() == null
                                        && PATH.matcher(it.getRawPath()).matches());
        if (url.isEmpty()) {
            return new Finding.Flawed(Flaw.CERT_URL_NOT_ALLOWED);
        }
        return switch (keys.at(url.get())) {
            case ProviderKeys.Found.Unreachable() -> new Finding.Undecided();
            case ProviderKeys.Found.Unknown() -> new Finding.Flawed(Flaw.UNKNOWN_KEY);
            case ProviderKeys.Found.Content(byte[] pem) ->
                    Certificates.read(pem)
                            .flatMap(chain ->
                                    chain.trustedLeaf(
                                            values.request().receivedAt(), authorities.get()))
                            .filter(PayPal::isPayPals)
                            .map(leaf ->
                                    webhookIds.stream()
                                            .anyMatch(webhook ->
                                                    isSigned(
                                                            id.get() + "|" + time.get() + "|",
                                                            webhook,
                                                            signature.get(),
                                                            leaf,
                                                            values)))
                            .<Finding>map(verified ->
                                    verified
                                            ? new Finding.Genuine(
                                                    "id, time, webhook and checksum of the body")
                                            : new Finding.Flawed(Flaw.SIGNATURE_MISMATCH))
                            .orElseGet(() -> new Finding.Flawed(Flaw.CERT_NOT_TRUSTED));
        };
    }

    private static boolean isPayPals(X509Certificate leaf) {
        return SUBJECT.matcher(leaf.getSubjectX500Principal().getName()).matches();
    }

    private static boolean isSigned(
            String transmission,
            String webhook,
            byte[] signature,
            X509Certificate leaf,
            RequestValues values) {
        CRC32 checksum = new CRC32();
        checksum.update(values.request().body());
        List<byte[]> signed =
                List.of(
                        transmission.getBytes(ISO_8859_1),
                        (webhook + "|" + checksum.getValue()).getBytes(UTF_8));
        return CheckingKey.Public.verify(ALGORITHM, leaf.getPublicKey(), signature, signed);
    }

    private static Optional<String> header(RequestValues values, String name) {
        return values.request().headers(name).findFirst();
    }
}
