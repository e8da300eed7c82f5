package io.hookbridge.net.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of asking for a name.
 *
 * @param addresses none if there are none, or nobody answered
 * @param believed how long to remember it, at most a minute
 * @param answered whether somebody did; if not, it says nothing about the name
 */
record Found(List<InetAddress> addresses, Duration believed, boolean answered) {

    /** How long what was found is believed at most; a name server may say less. */
    private static final Duration LONGEST_BELIEVED = Duration.ofMinutes(1);

    /** How long it is believed that there is nothing, or that a name server is silent. */
    private static final Duration NOTHING_BELIEVED = Duration.ofSeconds(5);

    /**
     * Addresses of a name; an answer has room for thousands, each of which would have to be judged,
     * remembered and tried.
     */
    private static final int MOST_ADDRESSES = 64;

    /** There is no such name. */
    static final Found NOTHING = new Found(List.of(), NOTHING_BELIEVED, true);

    /** The name has no addresses of the type that was asked for; it may have others. */
    static final Found NONE = new Found(List.of(), LONGEST_BELIEVED, true);

    /** Nobody has answered in time. */
    static final Found SILENCE = new Found(List.of(), NOTHING_BELIEVED, false);

    /** Nobody could be asked, because this server can open no socket, or reaches no name server. */
    static final Found UNASKED = new Found(List.of(), Duration.ZERO, false);

    /** What stands in a file of this machine. */
    static Found here(List<InetAddress> addresses) {
        return new Found(addresses, LONGEST_BELIEVED, true);
    }

    /** What two questions about the same name found. A name with too many addresses has none. */
    Found with(Found other) {
        List<InetAddress> all =
                Stream.concat(addresses.stream(), other.addresses.stream()).toList();
        if (all.isEmpty() && !(answered && other.answered)) {
            return isUnasked() || other.isUnasked() ? UNASKED : SILENCE;
        }
        if (all.isEmpty() || all.size() > MOST_ADDRESSES) {
            return NOTHING;
        }
        return new Found(all, shorter(believed, other.believed), true);
    }

    /** Whether nobody could be asked. */
    boolean isUnasked() {
        return equals(UNASKED);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Reads an answer: the addresses of the name itself, or of the one that it stands for in the
     * same answer. Name servers of a machine follow such aliases themselves, so nobody else is
     * asked for the rest, nor the servers that an answer points to.
     *
     * @return nothing if another name server may do better
     */
    static Optional<Found> in(DnsResponse answer, DnsQuestion question) {
        boolean known = answer.code().equals(DnsResponseCode.NOERROR);
        if (answer.isTruncated() || !(known || answer.code().equals(DnsResponseCode.NXDOMAIN))) {
            return Optional.empty();
        }
        try {
            return Optional.of(known ? read(records(answer), question) : NOTHING);
        } catch (CorruptedFrameException | UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    private static List<DnsRecord> records(DnsResponse answer) {
        List<DnsRecord> records = new ArrayList<>();
        for (int i = 0; i < answer.count(DnsSection.ANSWER); i++) {
            DnsRecord record = answer.recordAt(DnsSection.ANSWER, i);
            if (record.dnsClass() == DnsRecord.CLASS_IN && record instanceof ByteBufHolder) {
                records.add(record);
            }
        }
        return records;
    }

    private static Found read(List<DnsRecord> records, DnsQuestion question)
            throws UnknownHostException {
        Map<String, DnsRecord> aliases = new HashMap<>();
        for (DnsRecord record : records) {
            if (record.type().equals(DnsRecordType.CNAME)) {
                aliases.put(lowerCase(record.name()), record);
            }
        }
        Duration believed = LONGEST_BELIEVED;
        String name = lowerCase(question.name());
        // Each is followed once, so that a circle ends.
        for (DnsRecord alias = aliases.remove(name); alias != null; alias = aliases.remove(name)) {
            believed = shorter(believed, timeToLive(alias));
            name = lowerCase(DefaultDnsRecordDecoder.decodeName(content(alias).duplicate()));
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (DnsRecord record : records) {
            if (record.type().equals(question.type()) && lowerCase(record.name()).equals(name)) {
                believed = shorter(believed, timeToLive(record));
                addresses.add(InetAddress.getByAddress(ByteBufUtil.getBytes(content(record))));
            }
        }
        return addresses.isEmpty() ? NONE : new Found(addresses, believed, true);
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static ByteBuf content(DnsRecord record) {
        return ((ByteBufHolder) record).content();
    }

    /** Beyond 31 bits it is none (RFC 2181, section 8). */
    private static Duration timeToLive(DnsRecord record) {
        return record.timeToLive() > Integer.MAX_VALUE
                ? Duration.ZERO
                : Duration.ofSeconds(record.timeToLive());
    }
}
