package io.hookbridge.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.net.JdkSSLEngineOptions;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/** How Vert.x is told to run: what of it is used, and with which of its many defaults. */
final class LoopSetup {

    private static final int ACCEPT_BACKLOG = 1024;

    /** So many places for handlers are worth an event loop. */
    private static final int PLACES_OF_A_LOOP = 64;

    /** Requests that one connection may have open, over HTTP/2. */
    private static final int MOST_STREAMS = 100;

    /**
     * What the codec of HTTP/2 reads of a head before it refuses it by itself and without a word,
     * in bytes as RFC 9113, section 6.5.2 counts them. Far more than is taken, so that whoever
     * sends too much is told so.
     */
    private static final int READ_OF_A_HEAD = 128 * 1024;

    private static final int HANDSHAKE_SECONDS = 10;

    static {
        // Its resolver reads /etc/resolv.conf as it is made, fails on what it does not understand
        // there, and is never asked for anything.
        System.setProperty("vertx.disableDnsResolver", "true");
        // Handshakes that a client wants once more cost us far more than the client.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private LoopSetup() {}

    /** Starts event loops, and as many threads for their handshakes. */
    static Vertx vertx(int loops, Door door) {
        VertxOptions options =
                new VertxOptions()
                        .setEventLoopPoolSize(loops)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(loops)
                        .setUseDaemonThread(true)
                        .setDisableTCCL(true)
                        .setFileSystemOptions(
                                new FileSystemOptions()
                                        .setFileCachingEnabled(false)
                                        .setClassPathResolvingEnabled(false));
        return VertxBootstrap.create()
                .options(options)
                .threadFactory(new LoopThread.Factory())
                .transport(door)
                .init()
                .vertx();
    }

    /** How many loops so many places of handlers are worth. */
    static int loops(int places) {
        int most = Runtime.getRuntime().availableProcessors();
        return Math.min(most, Math.max(1, places / PLACES_OF_A_LOOP));
    }

    static HttpServerOptions listener(ConnectionLimits connections, @Nullable Tls tls) {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setAcceptBacklog(ACCEPT_BACKLOG)
                        .setIdleTimeout((int) connections.idle().toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        // The upgrade to it is obsolete (RFC 9113, section 3.1), and clients that
                        // offer it with a body lose the body.
                        .setHttp2ClearTextEnabled(false)
                        // Compressing what was sealed by whoever sent it costs more than it saves.
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setMaxWebSocketFrameSize(UpgradedLink.LARGEST_MESSAGE)
                        .setMaxInitialLineLength(HeadGrammar.LONGEST_REQUEST_LINE)
                        .setMaxHeaderSize(HeadGrammar.LARGEST_HEADERS);
        if (tls != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(tls.certificate().options())
                    // A handshake costs as much as a hundred requests, which would wait for it.
                    .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
                    .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                    .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                    .setInitialSettings(
                            new Http2Settings()
                                    .setPushEnabled(false)
                                    .setMaxConcurrentStreams(MOST_STREAMS)
                                    .setMaxHeaderListSize(READ_OF_A_HEAD));
        }
        return options;
    }
}
