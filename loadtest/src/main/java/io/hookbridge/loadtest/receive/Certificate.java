package io.hookbridge.loadtest.receive;

import io.hookbridge.loadtest.process.BenchFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate of the receiver's own for 127.0.0.1 and for names of {@link #ZONE}, made by the
 * JDK's {@code keytool}.
 */
public final class Certificate {

    /** Names with one label before it may lead to the receiver, too. */
    public static final String ZONE = "answered.example";

    /** Of a file that is deleted with the measurement; it protects nothing. */
    private static final String PASSWORD = "only-for-the-bench";

    private static final String ALIAS = "receiver";

    private final Path store;
    private final Path pem;
    private final SSLContext context;

    private Certificate(Path store, Path pem, SSLContext context) {
        this.store = store;
        this.pem = pem;
        this.context = context;
    }

    /** A new one, kept in a file in {@code folder}. */
    public static Certificate in(Path folder) throws InterruptedException {
        Path store = folder.resolve("receiver.p12");
        try {
            make(store);
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(keys);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
            Path pem = Files.writeString(folder.resolve("receiver.pem"), pem(keys));
            return new Certificate(store, pem, context);
        } catch (IOException | GeneralSecurityException failure) {
            throw new BenchFailure(
                    "the receiver's certificate cannot be made: " + failure.getMessage());
        }
    }

    private static void make(Path store) throws IOException, InterruptedException {
        Path log = Files.createTempFile(store.getParent(), "keytool", ".log");
        int status =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                ALIAS,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-validity",
                                "2",
                                "-dname",
                                "CN=127.0.0.1",
                                "-ext",
                                "san=ip:127.0.0.1,dns:*." + ZONE,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();
        if (status != 0) {
            throw new BenchFailure("keytool failed: see " + log);
        }
    }

    private static String pem(KeyStore keys) throws GeneralSecurityException {
        Key key = keys.getKey(ALIAS, PASSWORD.toCharArray());
        return pem("PRIVATE KEY", key.getEncoded())
                + pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
    }

    private static String pem(String what, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, lines);
    }

    /** A file with the key and the certificate, as programs that are no JVMs read it. */
    public Path pem() {
        return pem;
    }

    /** What has a JVM trust this certificate, and no other. */
    public List<String> trustingJavaOptions() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + store,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    /** Of a server that has this certificate, or of a client that trusts it alone. */
    SSLContext context() {
        return context;
    }

    /** For one connection of a sender. */
    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }
}
