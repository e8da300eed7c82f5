package io.hookbridge.net.client;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.NeverBlocks;
import io.hookbridge.net.Target;
import io.netty.handler.ssl.SslHandler;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Encrypts connections. The work of handshakes is done on threads of its own. */
final class Tls implements AutoCloseable {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final SSLContext context;
    private final boolean trustsEverybody;
    private final Handshakes handshakes =
            new Handshakes(Runtime.getRuntime().availableProcessors());

    Tls(SSLContext context) {
        this(context, false);
    }

    private Tls(SSLContext context, boolean trustsEverybody) {
        this.context = context;
        this.trustsEverybody = trustsEverybody;
    }

    /** Encrypts, and proves nothing of who the other side is. */
    static Tls trustingEverybody() {
        return new Tls(contextTrusting(new TrustEverybody()), true);
    }

    /** Also takes what the runtime would check besides the issuer. */
    private static final class TrustEverybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** The name of a host as it is (RFC 6066, section 3); the runtime's takes no underscore. */
    private static final class HostName extends SNIServerName {

        HostName(String host) {
            super(StandardConstants.SNI_HOST_NAME, host.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** What the Java runtime trusts, read once: it takes longer than many calls. */
    private static final class RuntimeTrust {

        static final SSLContext CONTEXT = contextTrusting(null);
    }

    /**
     * @param trust null for what the Java runtime trusts
     */
    private static SSLContext contextTrusting(@Nullable TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust == null ? null : new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException("the Java runtime has no TLS", noTls);
        }
    }

    static SSLContext ofRuntime() {
        return RuntimeTrust.CONTEXT;
    }

    /**
     * For one connection to {@code target}, its first message made. That takes too long for a loop:
     * the message has keys in it.
     *
     * @return ends on another thread
     */
    CompletableFuture<SSLEngine> begin(EnvironmentId environment, Target target) {
        return CompletableFuture.supplyAsync(() -> begun(target), handshakes.of(environment));
    }

    private SSLEngine begun(Target target) {
        assert NeverBlocks.mayBlock();
        SSLEngine engine = engine(target);
        try {
            engine.beginHandshake();
            return engine;
        } catch (SSLException impossible) {
            throw new CompletionException(impossible);
        }
    }

    private SSLEngine engine(Target target) {
        String host = host(target);
        SSLEngine engine = context.createSSLEngine(host, target.url().port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        if (target.literal().isEmpty()) {
            // By itself the runtime names no host without a dot.
            parameters.setServerNames(List.of(new HostName(host)));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Goes on with what was begun. It sets no time: the call has one. */
    SslHandler handler(EnvironmentId environment, SSLEngine begun) {
        SslHandler handler = new SslHandler(begun, handshakes.of(environment));
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /**
     * The certificate of the other side. That its issuer is trusted was judged in the handshake; a
     * resumed session has none, and may have outlived its certificate.
     *
     * @return null if nobody asks for it
     * @throws SSLException if it is for another host, or has expired
     */
    @Nullable X509Certificate verified(SSLSession session, Target target) throws SSLException {
        if (trustsEverybody) {
            return null;
        }
        if (!(session.getPeerCertificates()[0] instanceof X509Certificate certificate)
                || !CertificateNames.areFor(certificate, target, host(target))) {
            throw new SSLPeerUnverifiedException("the certificate is for another host");
        }
        try {
            certificate.checkValidity();
            return certificate;
        } catch (CertificateException outOfDate) {
            throw new SSLException(outOfDate);
        }
    }

    /** The name of the root has no dot at its end in TLS (RFC 6066, section 3). */
    private static String host(Target target) {
        String host = target.url().host();
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    @Override
    public void close() {
        handshakes.close();
    }
}
