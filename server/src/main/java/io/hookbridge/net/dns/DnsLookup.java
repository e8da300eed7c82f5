package io.hookbridge.net.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Asks the name servers of this machine, and remembers for a while what they said. The hosts file
 * comes first. A name is asked for once at a time, however many wait for it.
 */
public final class DnsLookup implements HostLookup, AutoCloseable {

    /** With one question to one name server; each is asked twice. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** With all name servers together. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int REMEMBERED = 10_000;

    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    1,
                    Thread.ofPlatform().daemon().name("host-lookup").factory(),
                    NioIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final HostsFile hosts = new HostsFile();
    private final Supplier<List<InetSocketAddress>> servers;
    private final Duration patience;
    private final Duration longest;

    /** These two on the loop. */
    private final Set<Inquiry> underWay = new HashSet<>();

    private boolean closed;

    private final AsyncCache<String, Found> remembered =
            Caffeine.newBuilder()
                    .maximumSize(REMEMBERED)
                    .expireAfter(Expiry.<String, Found>writing((_, found) -> found.believed()))
                    .executor(Runnable::run)
                    .buildAsync();

    private DnsLookup(
            Supplier<List<InetSocketAddress>> servers, Duration patience, Duration longest) {
        this.servers = servers;
        this.patience = patience;
        this.longest = longest;
    }

    /** Asks those that this machine is set up with, for five seconds at most. */
    public static DnsLookup ofSystem() {
        NameServers system = new NameServers(NameServers.FILE);
        return new DnsLookup(system::now, PATIENCE, LONGEST);
    }

    /**
     * Asks these name servers only.
     *
     * @param patience with one question to one of them
     * @param longest with all of them together
     */
    static DnsLookup of(List<InetSocketAddress> servers, Duration patience, Duration longest) {
        return new DnsLookup(() -> servers, patience, longest);
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
        return found.thenCompose(all -> {
            if (all.isUnasked()) {
                return CompletableFuture.failedFuture(
                        new IOException("no name server could be asked"));
            }
            if (!all.answered()) {
                return CompletableFuture.failedFuture(new SilentNameException(host));
            }
            return all.addresses().isEmpty()
                    ? CompletableFuture.failedFuture(new UnknownHostException(host))
                    : CompletableFuture.completedFuture(all.addresses());
        });
    }

    private CompletableFuture<Found> find(String host) {
        List<InetAddress> local = hosts.addresses(host);
        return local.isEmpty()
                ? ask(host, DnsRecordType.A).thenCombine(ask(host, DnsRecordType.AAAA), Found::with)
                : CompletableFuture.completedFuture(Found.here(local));
    }

    /** Never fails: what nobody answers is not there. */
    private CompletableFuture<Found> ask(String host, DnsRecordType type) {
        CompletableFuture<Found> answer = new CompletableFuture<>();
        try {
            DnsQuestion question = new DefaultDnsQuestion(host, type);
            loop.execute(() -> begin(question, answer));
        } catch (IllegalArgumentException noName) {
            answer.complete(Found.NOTHING);
        } catch (RejectedExecutionException closing) {
            answer.complete(Found.SILENCE);
        }
        return answer;
    }

    private void begin(DnsQuestion question, CompletableFuture<Found> answer) {
        if (closed) {
            answer.complete(Found.SILENCE);
            return;
        }
        Inquiry inquiry =
                new Inquiry(loop, question, servers.get(), patience, longest, answer::complete);
        underWay.add(inquiry);
        var _ = answer.thenRun(() -> underWay.remove(inquiry));
        inquiry.askNext();
    }

    /** Whoever still waits hears that there is nothing. */
    @Override
    public void close() {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> {
                closed = true;
                List.copyOf(underWay).forEach(Inquiry::giveUp);
            });
        }
        var _ = loops.shutdownGracefully();
    }
}
