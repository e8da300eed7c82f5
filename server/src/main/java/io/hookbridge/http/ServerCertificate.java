package io.hookbridge.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import javax.net.ssl.X509KeyManager;

/**
 * The certificate of a listener with its key, from two PEM files. Renewed files are taken on while
 * the listener runs; as long as they do not belong together, or cannot be read, the ones before
 * stay. Safe for use by many threads.
 */
public final class ServerCertificate {

    /** Files that cannot be used, with a sentence for the operator that has nothing of them. */
    public static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1;

        private UnusableException(String sentence) {
            super(sentence);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);

    /** Whoever renews by himself does so earlier. */
    private static final Duration SOON = Duration.ofDays(7);

    /** The type of a name in {@link X509Certificate#getSubjectAlternativeNames}. */
    private static final Integer DNS_NAME = 2;

    private final Path certificateFile;
    private final Path keyFile;
    private volatile Loaded loaded;
    private volatile @Nullable String trouble;
    private volatile Consumer<KeyCertOptions> renewal = _ -> {};

    /** What the files held. */
    private record Loaded(byte[] certificate, byte[] key, X509Certificate own, Set<String> names) {

        boolean isOf(byte[] otherCertificate, byte[] otherKey) {
            return Arrays.equals(certificate, otherCertificate) && Arrays.equals(key, otherKey);
        }

        PemKeyCertOptions options() {
            return new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(certificate))
                    .addKeyValue(Buffer.buffer(key));
        }
    }

    private ServerCertificate(Path certificateFile, Path keyFile) throws UnusableException {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        loaded = load(read(certificateFile), read(keyFile));
    }

    /**
     * Reads the files.
     *
     * @param certificate the server's own first, then those that lead to its authority
     * @param key PKCS #8, or RSA or EC in their older forms; not encrypted
     */
    public static ServerCertificate of(Path certificate, Path key) throws UnusableException {
        return new ServerCertificate(certificate, key);
    }

    /** Looks whether the files have changed, and takes them on if they can be used. */
    public void refresh() {
        try {
            byte[] certificate = read(certificateFile);
            byte[] key = read(keyFile);
            if (!loaded.isOf(certificate, key)) {
                Loaded candidate = load(certificate, key);
                renewal.accept(candidate.options());
                loaded = candidate;
                log.info("took on a renewed TLS certificate, valid until {}", end());
            }
            trouble = null;
        } catch (UnusableException unusable) {
            trouble =
                    "the TLS files cannot be used any more, the certificate of before stays: "
                            + unusable.getMessage();
        }
    }

    /** What an operator should see to, a sentence each. */
    public List<String> warnings(Instant now) {
        String unusable = trouble;
        if (unusable != null) {
            return List.of(unusable);
        }
        if (now.isAfter(end())) {
            return List.of("the TLS certificate has ended, clients refuse it: renew its files");
        }
        return now.isAfter(end().minus(SOON))
                ? List.of("the TLS certificate ends within 7 days: renew its files")
                : List.of();
    }

    private Instant end() {
        return loaded.own().getNotAfter().toInstant();
    }

    KeyCertOptions options() {
        return loaded.options();
    }

    /** The names that it was issued for, in lower case, without those that have a wildcard. */
    Set<String> names() {
        return loaded.names();
    }

    /** Is given renewed files by whoever refreshes, before they count as taken on. */
    void onRenewal(Consumer<KeyCertOptions> newRenewal) {
        renewal = newRenewal;
    }

    private static byte[] read(Path file) throws UnusableException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UnusableException(file + " cannot be read");
        }
    }

    private Loaded load(byte[] certificate, byte[] key) throws UnusableException {
        X509Certificate own = ownCertificate(certificate);
        Loaded candidate = new Loaded(certificate, key, own, names(own));
        PrivateKey its = privateKey(candidate);
        try {
            if (!belong(candidate.own(), its)) {
                throw new UnusableException(
                        "the key in "
                                + keyFile
                                + " is not that of the certificate in "
                                + certificateFile);
            }
        } catch (GeneralSecurityException different) {
            throw new UnusableException(
                    "the key in "
                            + keyFile
                            + " is of another kind than the certificate in "
                            + certificateFile);
        }
        return candidate;
    }

    private X509Certificate ownCertificate(byte[] pem) throws UnusableException {
        try {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem));
            if (!chain.isEmpty() && chain.iterator().next() instanceof X509Certificate own) {
                return own;
            }
        } catch (GeneralSecurityException broken) {
            log.debug("no certificate", broken);
        }
        throw new UnusableException(certificateFile + " holds no certificate in PEM form");
    }

    private Set<String> names(X509Certificate own) throws UnusableException {
        Collection<List<?>> names;
        try {
            names = own.getSubjectAlternativeNames();
        } catch (CertificateParsingException broken) {
            throw new UnusableException(
                    "the certificate in " + certificateFile + " has names that cannot be read");
        }
        return names == null
                ? Set.of()
                : names.stream()
                        .filter(name -> DNS_NAME.equals(name.get(0)))
                        .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                        .filter(name -> !name.contains("*"))
                        .collect(Collectors.toUnmodifiableSet());
    }

    private PrivateKey privateKey(Loaded candidate) throws UnusableException {
        try {
            // Nothing but values, so no Vert.x is asked to read files.
            X509KeyManager keys =
                    (X509KeyManager)
                            candidate.options().getKeyManagerFactory(null).getKeyManagers()[0];
            for (String kind : List.of("RSA", "EC")) {
                String[] aliases = keys.getServerAliases(kind, null);
                if (aliases != null) {
                    return keys.getPrivateKey(aliases[0]);
                }
            }
        } catch (Exception broken) {
            // It may quote what it could not read.
            log.debug("no private key: {}", broken.getClass().getName());
        }
        throw new UnusableException(
                keyFile
                        + " holds no private key, RSA or EC, in PEM form, or an encrypted one: openssl pkey decrypts it");
    }

    private static boolean belong(X509Certificate certificate, PrivateKey key)
            throws GeneralSecurityException {
        byte[] text = {1, 2, 3};
        Signature signature =
                Signature.getInstance(
                        key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }
}
