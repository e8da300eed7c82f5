package io.hookbridge.net;

import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.internal.connection.RealConnection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** When one call reached which point, in nanoseconds of {@link System#nanoTime}; 0 for never. */
final class CallMarks extends EventListener {

    private long lookUp;
    private long lookedUp;
    private long connect;
    private long connected;
    private long handshake;
    private long shaken;
    private long sending;
    private long answered;
    private @Nullable Connection connection;
    private @Nullable InetAddress address;
    private @Nullable Response head;
    private boolean unsent;

    @Override
    public void dnsStart(Call call, String host) {
        lookUp = System.nanoTime();
    }

    @Override
    public void dnsEnd(Call call, String host, List<InetAddress> addresses) {
        lookedUp = System.nanoTime();
    }

    /** Once for each address that is tried; the last one counts. */
    @Override
    public void connectStart(Call call, InetSocketAddress target, Proxy proxy) {
        address = target.getAddress();
        connected = 0;
        handshake = 0;
        connect = System.nanoTime();
    }

    @Override
    public void secureConnectStart(Call call) {
        handshake = System.nanoTime();
        connected = handshake;
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake made) {
        shaken = System.nanoTime();
    }

    @Override
    public void connectEnd(
            Call call, InetSocketAddress target, Proxy proxy, @Nullable Protocol protocol) {
        if (connected == 0) {
            connected = System.nanoTime();
        }
    }

    @Override
    public void connectionAcquired(Call call, Connection acquired) {
        connection = acquired;
        address = acquired.route().socketAddress().getAddress();
    }

    @Override
    public void requestHeadersStart(Call call) {
        sending = System.nanoTime();
    }

    @Override
    public void requestFailed(Call call, IOException failure) {
        unsent = failure instanceof StaleConnectionException;
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        answered = System.nanoTime();
        head = response;
        if (connection instanceof RealConnection real && !persists(response)) {
            real.noNewExchanges();
        }
    }

    /**
     * Whether the receiver keeps the connection (RFC 9112, section 9.3). OkHttp takes every
     * HTTP/1.0 server for one that does, and reads {@code Connection} only if it holds one word.
     */
    private static boolean persists(Response response) {
        String options = response.header("Connection", "").toLowerCase(Locale.ROOT);
        return response.protocol() == Protocol.HTTP_1_0
                ? options.contains("keep-alive")
                : !options.contains("close");
    }

    /**
     * Whether the connection was found closed before anything was sent, so that nothing that came
     * over it is an answer.
     */
    boolean unsent() {
        return unsent;
    }

    /** The head of the answer, if it came. */
    @Nullable Response head() {
        return head;
    }

    /** Whether a request could be written: what failed before, failed to connect. */
    boolean onConnection() {
        return connection != null;
    }

    /** Whether a TLS handshake was begun and not completed. */
    boolean inHandshake() {
        return handshake != 0 && connection == null;
    }

    /**
     * @param transferred whether the answer's body was read as far as it is read at all
     */
    Phases phases(long start, long end, boolean transferred) {
        boolean reused = connection != null && connect == 0;
        return new Phases(
                address == null ? null : address.getHostAddress(),
                reused ? null : millis(lookUp, lookedUp),
                millis(connect, connected),
                millis(handshake, shaken),
                millis(sending, answered),
                transferred ? millis(answered, end) : null,
                reused,
                (int) TimeUnit.NANOSECONDS.toMillis(end - start));
    }

    private static @Nullable Integer millis(long from, long to) {
        return from == 0 || to == 0 ? null : (int) TimeUnit.NANOSECONDS.toMillis(to - from);
    }
}
