package io.hookbridge.net.dns;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One question, for addresses of one type: put to one name server after the other, to all of them
 * twice, until one has answered or the time is up. When it is over nothing of it goes on. On the
 * loop of look-ups throughout.
 */
final class Inquiry {

    private final DnsNameResolver resolver;
    private final DnsQuestion question;
    private final Iterator<InetSocketAddress> servers;
    private final Consumer<Found> whenOver;
    private final Future<?> deadline;
    private @Nullable Future<?> asking;
    private boolean over;

    /**
     * @param longest with all name servers together
     * @param whenOver told once
     */
    Inquiry(
            EventLoop loop,
            DnsNameResolver resolver,
            DnsQuestion question,
            List<InetSocketAddress> servers,
            Duration longest,
            Consumer<Found> whenOver) {
        this.resolver = resolver;
        this.question = question;
        this.servers = Stream.concat(servers.stream(), servers.stream()).iterator();
        this.whenOver = whenOver;
        this.deadline = loop.schedule(this::giveUp, longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    void askNext() {
        if (over) {
            return;
        }
        if (!servers.hasNext()) {
            giveUp();
            return;
        }
        Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> next =
                resolver.query(servers.next(), question);
        asking = next;
        var _ =
                next.addListener(
                        (Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> asked) -> {
                            if (asked.isSuccess()) {
                                answered(asked.getNow());
                            } else {
                                askNext();
                            }
                        });
    }

    private void answered(AddressedEnvelope<DnsResponse, InetSocketAddress> answer) {
        try {
            Found.in(answer.content(), question).ifPresentOrElse(this::end, this::askNext);
        } finally {
            answer.release();
        }
    }

    /** Nobody has answered. */
    void giveUp() {
        end(Found.NOTHING);
    }

    private void end(Found found) {
        if (over) {
            return;
        }
        over = true;
        deadline.cancel(false);
        if (asking != null) {
            asking.cancel(false);
        }
        whenOver.accept(found);
    }
}
