package io.hookbridge.net;

import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

import okio.Buffer;
import okio.BufferedSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Posts to addresses that strangers chose. Nothing that a receiver does reaches the caller as an
 * exception, takes longer than the limits say, or makes the request be sent twice.
 */
public final class TargetClient implements AutoCloseable {

    /** For all receivers together; beyond them the longest idle ones are closed. */
    private static final int IDLE_CONNECTIONS = 1024;

    private static final int KEEP_ALIVE_SECONDS = 60;

    private final Limits limits;
    private final ConnectionPool pool =
            new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
    private final OkHttpClient encrypted;
    private final OkHttpClient plain;

    public TargetClient(AddressRules rules, HostLookup lookup, Limits limits) {
        this(rules, lookup, limits, new OkHttpClient());
    }

    /**
     * Trusts other certificates than those of the Java runtime.
     *
     * @param sockets must consult {@code trust}
     */
    public TargetClient(
            AddressRules rules,
            HostLookup lookup,
            Limits limits,
            SSLSocketFactory sockets,
            X509TrustManager trust) {
        this(
                rules,
                lookup,
                limits,
                new OkHttpClient.Builder().sslSocketFactory(sockets, trust).build());
    }

    private TargetClient(
            AddressRules rules, HostLookup lookup, Limits limits, OkHttpClient standard) {
        this.limits = limits;
        this.encrypted = client(standard, rules::allows, lookup, ConnectionSpec.MODERN_TLS);
        this.plain = client(standard, rules::allowedByOperator, lookup, ConnectionSpec.CLEARTEXT);
    }

    private OkHttpClient client(
            OkHttpClient standard,
            Predicate<InetAddress> allowed,
            HostLookup lookup,
            ConnectionSpec spec) {
        Guard guard = new Guard(allowed, lookup, limits.readBytes());
        return standard.newBuilder()
                .dns(guard)
                .socketFactory(guard)
                .connectionPool(pool)
                .connectionSpecs(List.of(spec))
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .retryOnConnectionFailure(false)
                .fastFallback(false)
                .connectTimeout(limits.connect())
                .callTimeout(limits.call())
                // The limit of the whole call ends what stalls; one timer is cheaper than five.
                .readTimeout(0, TimeUnit.MILLISECONDS)
                .writeTimeout(0, TimeUnit.MILLISECONDS)
                .eventListenerFactory(TargetClient::marksOf)
                .build();
    }

    private static CallMarks marksOf(Call call) {
        return call.request().body() instanceof SentBody body ? body.marks() : new CallMarks();
    }

    /**
     * Sends one request, once at most, and waits for the answer. To be called on a virtual thread.
     *
     * @param url as {@link TargetCheck} accepts it
     * @param headers all of them but those about the connection and the length
     * @throws IllegalArgumentException if a header is none
     */
    public Posted post(String url, List<Header> headers, byte[] body) {
        long start = System.nanoTime();
        return switch (Target.read(url)) {
            case Target.Reading.Read(Target target) ->
                    post(target, headersOf(headers), body, start);
            case Target.Reading.Refused(String sentence) ->
                    new Posted(
                            Failure.failed(Cause.BLOCKED_ADDRESS, sentence),
                            new CallMarks().phases(start, System.nanoTime(), false));
        };
    }

    private Posted post(Target target, Headers headers, byte[] body, long start) {
        CallMarks marks;
        Outcome outcome;
        do {
            SentBody sent = new SentBody(body);
            marks = sent.marks();
            Request request =
                    new Request.Builder().url(target.url()).headers(headers).post(sent).build();
            outcome = outcome((target.isPlain() ? plain : encrypted).newCall(request), marks);
        } while (marks.unsent() && System.nanoTime() - start < limits.call().toNanos());
        if (marks.unsent()) {
            outcome =
                    Failure.failed(Cause.CONNECT, "The receiver closes every connection at once.");
        }
        boolean transferred = outcome instanceof Outcome.Answered;
        return new Posted(outcome, marks.phases(start, System.nanoTime(), transferred));
    }

    private Outcome outcome(Call call, CallMarks marks) {
        try (Response response = call.execute()) {
            return answer(call, response);
        } catch (IOException failure) {
            Response head = marks.head();
            // OkHttp takes offence at a body after 204 and at 407 from who is no proxy. The
            // receiver has answered nevertheless.
            return failure instanceof ProtocolException
                            && head != null
                            && List.of(204, 205, 407).contains(head.code())
                    ? new Outcome.Answered(head.code(), kept(head.headers()), new byte[0], true)
                    : Failure.of(failure, marks, call.isCanceled());
        }
    }

    private Outcome answer(Call call, Response response) throws IOException {
        if (response.code() < 200 || response.code() > 599) {
            call.cancel();
            return Failure.failed(Cause.BROKEN, "The answer had no valid status.");
        }
        BufferedSource source = response.body().source();
        Buffer body = new Buffer();
        boolean complete = false;
        while (!complete && body.size() <= limits.readBytes()) {
            complete = source.read(body, limits.readBytes() + 1 - body.size()) == -1;
        }
        if (!complete) {
            // Otherwise closing would read on.
            call.cancel();
        }
        long kept = Math.min(body.size(), limits.keptBytes());
        boolean truncated = !complete || kept < body.size();
        return new Outcome.Answered(
                response.code(), kept(response.headers()), body.readByteArray(kept), truncated);
    }

    private List<Header> kept(Headers headers) {
        List<Header> kept = new ArrayList<>(headers.size());
        int length = 0;
        for (int i = 0; i < headers.size(); i++) {
            Header header = new Header(headers.name(i), headers.value(i));
            length += header.name().length() + header.value().length();
            if (length > limits.keptBytes()) {
                break;
            }
            kept.add(header);
        }
        return kept;
    }

    private static Headers headersOf(List<Header> headers) {
        Headers.Builder all = new Headers.Builder();
        // Also hinders OkHttp to inflate: what is counted is what comes over the wire.
        boolean encodingNamed = false;
        for (Header header : headers) {
            all.add(header.name(), header.value());
            encodingNamed |= header.name().equalsIgnoreCase("Accept-Encoding");
        }
        if (!encodingNamed) {
            all.add("Accept-Encoding", "identity");
        }
        return all.build();
    }

    /** Closes idle connections; calls that run go on. */
    @Override
    public void close() {
        pool.evictAll();
    }
}
