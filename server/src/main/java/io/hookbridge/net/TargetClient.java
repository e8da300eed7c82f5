package io.hookbridge.net;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Posts to addresses that strangers chose. Nothing that a receiver does reaches the caller as an
 * exception, takes longer than the limits say, or makes the request be sent twice.
 */
public final class TargetClient implements AutoCloseable {

    private static final int REMEMBERED_URLS = 10_000;
    private static final int FAILURES_TO_FORGET = 5_000;

    private final Limits limits;
    private final ClientStripes encrypted;
    private final ClientStripes plain;
    private final Deadlines deadlines;
    private final AtomicLong failures = new AtomicLong();
    private final LoadingCache<String, Target.Reading> targets =
            Caffeine.newBuilder().maximumSize(REMEMBERED_URLS).build(Target::read);

    public TargetClient(AddressRules rules, HostLookup lookup, Limits limits) {
        this(rules, lookup, limits, RuntimeTrust.CLIENT);
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

    private TargetClient(AddressRules rules, HostLookup lookup, Limits limits, OkHttpClient trust) {
        PoolUpkeep upkeep = new PoolUpkeep();
        this.limits = limits;
        this.encrypted =
                new ClientStripes(
                        trust,
                        new Guard(rules::allows, lookup, limits.readBytes()),
                        limits.connect(),
                        ConnectionSpec.MODERN_TLS,
                        upkeep);
        this.plain =
                new ClientStripes(
                        trust,
                        new Guard(rules::allowedByOperator, lookup, limits.readBytes()),
                        limits.connect(),
                        ConnectionSpec.CLEARTEXT,
                        upkeep);
        this.deadlines = new Deadlines(limits.call());
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
        return switch (targets.get(url)) {
            case Target.Reading.Read(Target target) ->
                    post(target, headersOf(headers), body, start);
            case Target.Reading.Refused(String sentence) ->
                    new Posted(
                            Failure.failed(Cause.BLOCKED_ADDRESS, sentence),
                            new CallMarks().phases(start, System.nanoTime(), false));
        };
    }

    private Posted post(Target target, Headers headers, byte[] body, long start) {
        ClientStripes clients = target.isPlain() ? plain : encrypted;
        CallMarks marks;
        Outcome outcome;
        do {
            marks = new CallMarks();
            Request request =
                    new Request.Builder()
                            .url(target.url())
                            .headers(headers)
                            .tag(CallMarks.class, marks)
                            .post(new SentOnce(body))
                            .build();
            outcome = outcome(clients.of(target.url()).newCall(request), marks);
        } while (marks.unsent() && System.nanoTime() - start < limits.call().toNanos());
        if (marks.unsent()) {
            outcome =
                    Failure.failed(Cause.CONNECT, "The receiver closes every connection at once.");
        }
        boolean transferred = outcome instanceof Outcome.Answered;
        if (!transferred) {
            countFailure(clients);
        }
        return new Posted(outcome, marks.phases(start, System.nanoTime(), transferred));
    }

    private void countFailure(ClientStripes clients) {
        if (failures.incrementAndGet() % FAILURES_TO_FORGET == 0) {
            clients.forgetFailures();
        }
    }

    private Outcome outcome(Call call, CallMarks marks) {
        deadlines.begin(call);
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
        } catch (RuntimeException stumbled) {
            // OkHttp and the TLS of the runtime read what a stranger wrote. What they stumble over
            // is his doing, and must not stop the deliveries to others.
            call.cancel();
            return Failure.failed(Cause.BROKEN, "What the receiver sent could not be read.");
        } finally {
            deadlines.end(call);
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

    /** The bytes of a request, which are sent once at most. */
    private static final class SentOnce extends RequestBody {

        private final byte[] bytes;

        SentOnce(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The caller names the type among the headers. */
        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        /**
         * Without this, OkHttp would send the request again by itself after {@code 503} with {@code
         * Retry-After: 0}.
         */
        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }

    /** What the Java runtime trusts, read once: it takes longer than many calls. */
    private static final class RuntimeTrust {
        static final OkHttpClient CLIENT = new OkHttpClient();
    }

    /** Closes idle connections; calls that run go on, new ones must not begin. */
    @Override
    public void close() {
        encrypted.closeIdle();
        plain.closeIdle();
        deadlines.close();
    }
}
