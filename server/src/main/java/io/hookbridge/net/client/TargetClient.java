package io.hookbridge.net.client;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.hookbridge.base.TargetId;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.Cause;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Header;
import io.hookbridge.net.Limits;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;
import io.hookbridge.net.Target;
import io.hookbridge.net.Url;
import io.hookbridge.net.dns.HostLookup;
import io.hookbridge.net.dns.LookupShares;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import javax.net.ssl.SSLContext;

/**
 * Sends requests to addresses that strangers chose. Nothing that a receiver does reaches the caller
 * as an exception, takes longer than the limits say, or makes the request be sent twice, with one
 * exception: a connection that was kept and ends before the first byte of an answer, or with 408,
 * makes the request be sent once more, over a new one.
 */
public final class TargetClient implements AutoCloseable {

    private static final int REMEMBERED_URLS = 10_000;

    /** Names that one environment may have looked up at once. */
    private static final int LOOKUPS = 32;

    /** Names that all may have looked up at once; each takes two sockets. */
    private static final int ALL_LOOKUPS = 1_024;

    private final Loops loops = new Loops();
    private final List<Pool> pools;
    private final Tls tls;
    private final Exchange.Means means;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean closed;
    private final LoadingCache<String, Target.Reading> targets =
            Caffeine.newBuilder()
                    .maximumSize(REMEMBERED_URLS)
                    .executor(Runnable::run)
                    .build(Target::read);

    public TargetClient(AddressRules rules, HostLookup names, Limits limits) {
        this(rules, names, limits, Tls.ofRuntime());
    }

    /** Trusts other certificates than those of the Java runtime. */
    public TargetClient(
            AddressRules rules, HostLookup names, Limits limits, SSLContext certificates) {
        this(rules, names, limits, certificates, Pool.Keeping.USUAL);
    }

    /**
     * Trusts every certificate, whomever it is for: only for a receiver of one's own that has made
     * its certificate itself.
     */
    public static TargetClient trustingEverybody(
            AddressRules rules, HostLookup names, Limits limits) {
        return new TargetClient(rules, names, limits, Tls.trustingEverybody(), Pool.Keeping.USUAL);
    }

    /**
     * @param keeping how long and how many connections are kept
     */
    TargetClient(
            AddressRules rules,
            HostLookup names,
            Limits limits,
            SSLContext certificates,
            Pool.Keeping keeping) {
        this(rules, names, limits, new Tls(certificates), keeping);
    }

    private TargetClient(
            AddressRules rules, HostLookup names, Limits limits, Tls tls, Pool.Keeping keeping) {
        this.tls = tls;
        this.means =
                new Exchange.Means(
                        limits,
                        new Guard(rules),
                        new Lookups(names, new LookupShares(LOOKUPS, ALL_LOOKUPS)),
                        new Connector(tls, limits.connect()));
        int most = Math.max(2, keeping.most() / loops.all().size());
        this.pools =
                loops.all().stream()
                        .map(loop -> new Pool(loop, keeping, most, limits.connect()))
                        .toList();
    }

    /** Tells which connections are kept, and whether the loops come to their work in time. */
    public void watch(MeterRegistry meters) {
        Gauge.builder("hookbridge.connections.idle", pools, all -> sum(all, Pool::size))
                .description("Connections to receivers that are kept for the next message")
                .register(meters);
        Gauge.builder("hookbridge.connections.awaited", pools, all -> sum(all, Pool::waiting))
                .description("Attempts that wait for a connection to their receiver")
                .register(meters);
        Gauge.builder("hookbridge.targets.distrusted", pools, all -> sum(all, Pool::distrusted))
                .description(
                        "Receivers whose connections are not kept, as they sent what nobody asked for")
                .register(meters);
        loops.watch(meters);
    }

    private static int sum(List<Pool> pools, ToIntFunction<Pool> figure) {
        return pools.stream().mapToInt(figure).sum();
    }

    /** The event loop on which the requests to a target are sent; nothing there may wait. */
    public Executor loop(TargetId target) {
        return pool(target).loop();
    }

    private Pool pool(TargetId target) {
        return pools.get(loops.indexOf(target));
    }

    /**
     * Sends one request. The future ends on an event loop, so that whatever depends on it must not
     * wait there; it fails only of a mistake in this server. It is empty if the request should be
     * made later and no receiver is to blame: because the environment had too many names looked up
     * at once, for as long as {@link Limits#turn} says, this server could open no socket or reach
     * no name server, had the request wait for a connection for {@link Limits#connect}, or {@code
     * mayBegin} was against it.
     *
     * @param headers all of them but those about the connection and the length
     * @param body not to be changed any more
     * @param longest how long it may take; where that is longer than {@link Limits#call}, {@code
     *     mayBegin} is asked again each time so long is over
     * @param mayBegin whether the request may be made; asked on the event loop, before it goes on
     *     waiting for a connection or has one made, and at once before it is sent
     * @throws IllegalArgumentException if a header is none
     * @throws IllegalStateException if the client was closed
     */
    public CompletableFuture<Optional<Posted>> post(
            Destination destination,
            List<Header> headers,
            byte[] body,
            Duration longest,
            BooleanSupplier mayBegin) {
        return send(
                destination,
                headers,
                url -> Request.post(url, headers, body),
                new Exchange.Terms(longest, mayBegin));
    }

    /** The same for as long as {@link Limits#call} says. */
    public CompletableFuture<Optional<Posted>> post(
            Destination destination, List<Header> headers, byte[] body, BooleanSupplier mayBegin) {
        return post(destination, headers, body, means.limits().call(), mayBegin);
    }

    /**
     * The same by GET, without a body and whenever there is a connection. A redirect is an answer
     * here as well, and is not followed.
     */
    public CompletableFuture<Optional<Posted>> get(Destination destination, List<Header> headers) {
        return send(
                destination,
                headers,
                url -> Request.get(url, headers),
                new Exchange.Terms(means.limits().call(), () -> true));
    }

    private CompletableFuture<Optional<Posted>> send(
            Destination destination,
            List<Header> headers,
            Function<Url, Request> request,
            Exchange.Terms terms) {
        Request.check(headers);
        if (closed) {
            throw new IllegalStateException("the client was closed");
        }
        return switch (targets.get(destination.url())) {
            case Target.Reading.Read(Target target) ->
                    send(destination, target, request.apply(destination.with(target.url())), terms);
            case Target.Reading.Refused(String sentence) ->
                    CompletableFuture.completedFuture(
                            Optional.of(
                                    new Posted(
                                            new Outcome.Failed(Cause.BLOCKED_ADDRESS, sentence),
                                            Phases.NONE)));
        };
    }

    /** Sends one request, whenever there is a connection. */
    public CompletableFuture<Optional<Posted>> post(
            Destination destination, List<Header> headers, byte[] body) {
        return post(destination, headers, body, () -> true);
    }

    private CompletableFuture<Optional<Posted>> send(
            Destination destination, Target target, Request request, Exchange.Terms terms) {
        CompletableFuture<Optional<Posted>> result = new CompletableFuture<>();
        underWay.incrementAndGet();
        var _ =
                result.whenComplete((_, _) -> {
                    if (underWay.decrementAndGet() == 0 && closed) {
                        endLoops();
                    }
                });
        Pool pool = pool(destination.target());
        Runnable begin =
                () -> {
                    try {
                        Connections connections = pool.to(Pool.Key.of(destination, target));
                        connections.want(
                                new Exchange(
                                        means,
                                        connections,
                                        target,
                                        request,
                                        terms,
                                        result::complete));
                    } catch (RuntimeException bug) {
                        result.completeExceptionally(bug);
                    }
                };
        if (pool.loop().inEventLoop()) {
            begin.run();
        } else {
            pool.loop().execute(begin);
        }
        return result;
    }

    /** Closes idle connections; calls that run go on, new ones must not begin. */
    @Override
    public void close() {
        closed = true;
        pools.forEach(pool -> pool.loop().execute(pool::close));
        if (underWay.get() == 0) {
            endLoops();
        }
    }

    private void endLoops() {
        loops.close();
        tls.close();
    }
}
