package io.hookbridge.net.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Asks the name servers of this machine, and remembers for a while what they said. The hosts file
 * comes first. A name is asked for once at a time, however many wait for it.
 */
public final class DnsLookup implements HostLookup, AutoCloseable {

    /** How long what was found is believed at most; a name server may say less. */
    private static final Duration LONGEST_BELIEVED = Duration.ofMinutes(1);

    /** How long it is believed that there is nothing, or that a name server is silent. */
    private static final Duration NOTHING_BELIEVED = Duration.ofSeconds(5);

    /** With one question to one name server; each is asked twice. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** With all name servers together. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int REMEMBERED = 10_000;

    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1,
                    Thread.ofPlatform().daemon().name("host-lookup").factory(),
                    NioIoHandler.newFactory());
    private final HostsFile hosts = new HostsFile();
    private final DnsNameResolver resolver;
    private final Duration longest;
    private final AsyncCache<String, Found> remembered =
            Caffeine.newBuilder()
                    .maximumSize(REMEMBERED)
                    .expireAfter(Expiry.<String, Found>writing((_, found) -> found.believed()))
                    .executor(Runnable::run)
                    .buildAsync();

    /**
     * What came of asking.
     *
     * @param addresses none if there are none, or nobody answered
     */
    private record Found(List<InetAddress> addresses, Duration believed) {

        /** What two questions about the same name found. */
        Found with(Found other) {
            List<InetAddress> all =
                    Stream.concat(addresses.stream(), other.addresses.stream()).toList();
            if (all.isEmpty()) {
                return new Found(all, NOTHING_BELIEVED);
            }
            return new Found(
                    all, believed.compareTo(other.believed) < 0 ? believed : other.believed);
        }
    }

    private static final Found NOTHING = new Found(List.of(), NOTHING_BELIEVED);

    private DnsLookup(DnsServerAddressStreamProvider servers, Duration patience, Duration longest) {
        this.longest = longest;
        this.resolver =
                new DnsNameResolverBuilder(loop.next())
                        .datagramChannelType(NioDatagramChannel.class)
                        .socketChannelType(NioSocketChannel.class)
                        // Each question from another port, which is harder to guess.
                        .datagramChannelStrategy(
                                DnsNameResolverChannelStrategy.ChannelPerResolution)
                        .nameServerProvider(servers)
                        .queryTimeoutMillis(patience.toMillis())
                        .searchDomains(List.of())
                        .hostsFileEntriesResolver((_, _) -> null)
                        .resolveCache(NoopDnsCache.INSTANCE)
                        .cnameCache(NoopDnsCnameCache.INSTANCE)
                        .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                        .build();
    }

    /** Asks those that this machine is set up with, for five seconds at most. */
    public static DnsLookup ofSystem() {
        return new DnsLookup(DnsServerAddressStreamProviders.unixDefault(), PATIENCE, LONGEST);
    }

    /**
     * Asks one name server only.
     *
     * @param patience with one question, of which a name may take four
     */
    static DnsLookup of(InetSocketAddress server, Duration patience) {
        return new DnsLookup(
                new SingletonDnsServerAddressStreamProvider(server),
                patience,
                patience.multipliedBy(4));
    }

    @Override
    public CompletableFuture<List<InetAddress>> lookup(String host) {
        return addresses(host, remembered.get(host, (name, _) -> find(name)));
    }

    @Override
    public Optional<CompletableFuture<List<InetAddress>>> known(String host) {
        return Optional.ofNullable(remembered.getIfPresent(host))
                .map(found -> addresses(host, found));
    }

    private static CompletableFuture<List<InetAddress>> addresses(
            String host, CompletableFuture<Found> found) {
        return found.thenCompose(all ->
                all.addresses().isEmpty()
                        ? CompletableFuture.failedFuture(new UnknownHostException(host))
                        : CompletableFuture.completedFuture(all.addresses()));
    }

    private CompletableFuture<Found> find(String host) {
        List<InetAddress> local = hosts.addresses(host);
        return local.isEmpty()
                ? ask(host, DnsRecordType.A).thenCombine(ask(host, DnsRecordType.AAAA), Found::with)
                : CompletableFuture.completedFuture(new Found(local, LONGEST_BELIEVED));
    }

    /** Never fails: what nobody answers is not there. */
    private CompletableFuture<Found> ask(String host, DnsRecordType type) {
        return askOnce(host, type)
                .exceptionallyCompose(failure ->
                        isSilence(failure)
                                ? askOnce(host, type)
                                : CompletableFuture.failedFuture(failure))
                .exceptionally(_ -> NOTHING)
                .completeOnTimeout(NOTHING, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Found> askOnce(String host, DnsRecordType type) {
        CompletableFuture<Found> answer = new CompletableFuture<>();
        try {
            var _ =
                    resolver.resolveAll(new DefaultDnsQuestion(host, type))
                            .addListener((Future<List<DnsRecord>> asked) -> {
                                if (asked.isSuccess()) {
                                    answer.complete(read(asked.getNow()));
                                } else {
                                    answer.completeExceptionally(asked.cause());
                                }
                            });
        } catch (IllegalArgumentException cannotBeAsked) {
            answer.completeExceptionally(cannotBeAsked);
        }
        return answer;
    }

    private static boolean isSilence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (DnsNameResolver.isTimeoutError(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Found read(List<DnsRecord> records) {
        try {
            Duration believed = LONGEST_BELIEVED;
            List<InetAddress> addresses = new ArrayList<>();
            for (DnsRecord record : records) {
                Duration said = Duration.ofSeconds(record.timeToLive());
                believed = said.compareTo(believed) < 0 ? said : believed;
                if (record instanceof ByteBufHolder raw) {
                    addresses.add(InetAddress.getByAddress(ByteBufUtil.getBytes(raw.content())));
                }
            }
            return new Found(addresses, believed);
        } catch (UnknownHostException noAddress) {
            return NOTHING;
        } finally {
            records.forEach(ReferenceCountUtil::release);
        }
    }

    /** Whoever still waits hears that there is nothing. */
    @Override
    public void close() {
        resolver.close();
        var _ = loop.shutdownGracefully();
    }
}
