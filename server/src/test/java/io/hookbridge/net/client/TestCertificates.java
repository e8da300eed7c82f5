package io.hookbridge.net.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority of the tests that issues certificates, written in DER by hand (X.690, RFC 5280)
 * because Java can read them but not make them.
 */
public final class TestCertificates {

    private static final byte[] ECDSA_WITH_SHA256 = der(0x30, der(0x06, hex("2a8648ce3d040302")));

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final KeyPair keys = keys();
    private final Certificate authority =
            certificate("The tests", keys, "The tests", Instant.MAX, isAuthority());

    /**
     * A certificate and its key as files hold them.
     *
     * @param key PKCS #8
     * @param olderKey the same as RFC 5915 has it
     */
    public record Pem(String certificate, String key, String olderKey) {}

    /** A certificate for {@code host} that is valid until {@code end}, and its key. */
    public Pem pem(String host, Instant end) throws GeneralSecurityException {
        KeyPair server = keys();
        return new Pem(
                pem("CERTIFICATE", certificate(host, server, end).getEncoded()),
                pem("PRIVATE KEY", server.getPrivate().getEncoded()),
                pem("EC PRIVATE KEY", rfc5915((ECPrivateKey) server.getPrivate())));
    }

    private static byte[] rfc5915(ECPrivateKey key) {
        byte[] number = new byte[32];
        byte[] shorter = key.getS().toByteArray();
        int length = Math.min(number.length, shorter.length);
        System.arraycopy(shorter, shorter.length - length, number, number.length - length, length);
        return der(
                0x30,
                der(0x02, new byte[] {1}),
                der(0x04, number),
                der(0xA0, der(0x06, hex("2a8648ce3d030107"))));
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
    }

    /** A client's side that trusts what this authority issued, and nothing else. */
    public SSLContext client() throws Exception {
        return client(new SecureRandom());
    }

    /**
     * @param random what keys are made of
     */
    SSLContext client(SecureRandom random) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), random);
        return context;
    }

    /** A server's side with a certificate for {@code host} that is valid until {@code end}. */
    public SSLContext server(String host, Instant end) throws Exception {
        KeyPair server = keys();
        return server(server, certificate(host, server, end));
    }

    /** A certificate for {@code host}. */
    X509Certificate certificate(String host) {
        return certificate(host, keys(), Instant.MAX);
    }

    /** A certificate for the public half of these keys, of whatever kind they are. */
    public X509Certificate certificate(String host, KeyPair keys) {
        return certificate(host, keys, Instant.MAX);
    }

    private X509Certificate certificate(String host, KeyPair server, Instant end) {
        byte[] names = der(0x30, der(0x82, host.getBytes(StandardCharsets.US_ASCII)));
        byte[] extension = der(0x30, der(0x06, hex("551d11")), der(0x04, names));
        return certificate(host, server, "The tests", end, extension);
    }

    /** A server's side with a certificate for {@code host} that it signed itself. */
    public static SSLContext selfSigned(String host) throws Exception {
        TestCertificates alone = new TestCertificates();
        return alone.server(host, Instant.MAX);
    }

    private static SSLContext server(KeyPair keys, Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server", keys.getPrivate(), new char[0], new Certificate[] {certificate});
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private X509Certificate certificate(
            String subject, KeyPair subjectKeys, String issuer, Instant end, byte[] extension) {
        byte[] toSign =
                der(
                        0x30,
                        der(0xA0, der(0x02, new byte[] {2})),
                        der(0x02, BigInteger.valueOf(System.nanoTime()).toByteArray()),
                        ECDSA_WITH_SHA256,
                        name(issuer),
                        der(0x30, time(Instant.parse("2020-01-01T00:00:00Z")), time(end)),
                        name(subject),
                        subjectKeys.getPublic().getEncoded(),
                        der(0xA3, der(0x30, extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(toSign);
            byte[] signed =
                    der(
                            0x30,
                            toSign,
                            ECDSA_WITH_SHA256,
                            der(0x03, new byte[] {0}, signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    /** The critical basic constraint of an authority. */
    private static byte[] isAuthority() {
        byte[] yes = der(0x01, new byte[] {(byte) 0xFF});
        return der(0x30, der(0x06, hex("551d13")), yes, der(0x04, der(0x30, yes)));
    }

    private static byte[] name(String common) {
        byte[] text = der(0x0C, common.getBytes(StandardCharsets.UTF_8));
        return der(0x30, der(0x31, der(0x30, der(0x06, hex("550403")), text)));
    }

    private static byte[] time(Instant instant) {
        Instant shown =
                instant.equals(Instant.MAX) ? Instant.parse("2999-12-31T00:00:00Z") : instant;
        return der(0x18, TIME.format(shown).getBytes(StandardCharsets.US_ASCII));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    private static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits);
    }

    /** Tag, length, value. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            value.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        if (value.size() >= 256) {
            all.writeBytes(new byte[] {(byte) 0x82, (byte) (value.size() >> 8)});
        } else if (value.size() >= 128) {
            all.write(0x81);
        }
        all.write(value.size());
        all.writeBytes(value.toByteArray());
        return all.toByteArray();
    }
}
