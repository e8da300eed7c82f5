package io.hookbridge.net.dns;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponse;
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

    private final EventLoop loop;
    private final Duration patience;
    private final DnsQuestion question;
    private final Iterator<InetSocketAddress> servers;
    private final Consumer<Found> whenOver;
    private final Future<?> deadline;
    private @Nullable Future<?> asking;
    private boolean couldAsk;
    private boolean over;

    /**
     * @param patience with one question to one of them
     * @param longest with all name servers together
     * @param whenOver told once
     */
    Inquiry(
            EventLoop loop,
            DnsQuestion question,
            List<InetSocketAddress> servers,
            Duration patience,
            Duration longest,
            Consumer<Found> whenOver) {
        this.loop = loop;
        this.patience = patience;
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
            end(couldAsk ? Found.SILENCE : Found.UNASKED);
            return;
        }
        Future<DnsResponse> next = Query.ask(loop, servers.next(), question, patience);
        asking = next;
        var _ =
                next.addListener((Future<DnsResponse> asked) -> {
                    if (asked.isSuccess()) {
                        answered(asked.getNow());
                    } else {
                        couldAsk |= !(asked.cause() instanceof Query.NotAskedException);
                        askNext();
                    }
                });
    }

    private void answered(DnsResponse answer) {
        couldAsk = true;
        try {
            Found.in(answer, question).ifPresentOrElse(this::end, this::askNext);
        } finally {
            answer.release();
        }
    }

    /** Nobody has answered. */
    void giveUp() {
        end(Found.SILENCE);
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
