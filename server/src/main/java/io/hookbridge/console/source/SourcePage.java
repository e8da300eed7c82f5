package io.hookbridge.console.source;

import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Words;
import io.hookbridge.inbound.endpoint.InboundChecks;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.inbound.verify.preset.Handbook;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.insight.log.LogEntry;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A source: its address, how it checks, what it has received lately and what it has refused.
 *
 * @param path of this page
 * @param address that the sender needs; masked for who may not change the source
 * @param mayManage whether the person may change the source
 * @param awaits until when a handshake may bring the secret, in words; null if none is awaited
 * @param setUp what to do at the provider; null where that is not known
 * @param received the latest, the newest first
 * @param events where its events are fetched; null unless it keeps them for that
 * @param rejections the latest, the newest first
 * @param allRejections where the others are; null if there are none
 * @param curl the same by the API
 */
public record SourcePage(
        Shell shell,
        String path,
        String name,
        @Nullable String description,
        List<Badge> badges,
        String address,
        boolean mayManage,
        boolean paused,
        @Nullable String awaits,
        @Nullable SetUp setUp,
        List<Fact> facts,
        List<Row> received,
        @Nullable String events,
        boolean forListeners,
        List<RejectionRow> rejections,
        @Nullable String allRejections,
        String curl) {

    /** A property of the source. */
    public record Fact(String name, String value) {}

    /**
     * What to do at a provider.
     *
     * @param title of the provider
     * @param where the address is entered
     * @param secret what the secret is; null if there is none
     * @param caution what to be careful about; null if nothing
     */
    public record SetUp(
            String title, String where, @Nullable String secret, @Nullable String caution) {

        /** Null for a preset that nothing is known of but how to check. */
        static @Nullable SetUp of(Preset preset) {
            Handbook handbook = preset.handbook().orElse(null);
            return handbook == null
                    ? null
                    : new SetUp(
                            preset.title(),
                            handbook.setUp(),
                            handbook.secret().orElse(null),
                            handbook.caution().orElse(null));
        }
    }

    /**
     * A request that was received.
     *
     * @param time in the form of HTML's {@code time}
     * @param answer what the application answered last; null before that
     * @param repeats whether its sender signed an earlier one just so
     */
    public record Row(
            String path,
            String time,
            String received,
            Badge badge,
            @Nullable String answer,
            boolean repeats) {

        static Row of(LogEntry entry, InboundMode mode, String path) {
            Instant received = entry.receivedAt();
            Integer status = entry.responseStatus();
            String error = entry.lastError();
            return new Row(
                    path + "/received/" + entry.messageId(),
                    String.valueOf(received),
                    received == null ? "" : Words.second(received),
                    Badge.of(MessageStatus.of(entry.status()).orElseThrow(), mode),
                    status == null
                            ? error
                            : "Answered "
                                    + status
                                    + (entry.attemptCount() > 1
                                            ? ", attempt " + entry.attemptCount()
                                            : ""),
                    entry.sameBytesAs() != null);
        }
    }

    /**
     * @param receivedInADay how many webhooks it has received in the last 24 hours
     * @param installation what holds for retries where neither source nor project chose
     */
    static List<Fact> facts(
            InboundEndpoint source, long receivedInADay, String sender, RetryPolicy installation) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Received in 24 hours", Words.number(receivedInADay)));
        facts.add(new Fact("Goes to", SourcesPage.leads(source)));
        if (source.mode() == InboundMode.FORWARD) {
            facts.add(new Fact("Retries", source.retryPolicy(installation).inWords()));
        }
        facts.add(new Fact("Sender", sender));
        facts.add(new Fact("Checked by", checks(source.checks())));
        List<String> hints = source.checks().secretHints();
        if (!hints.isEmpty()) {
            facts.add(
                    new Fact(
                            hints.size() == 1 ? "Secret ends with" : "Secrets end with",
                            String.join(", ", hints)));
        }
        if (source.signsAsProvider()) {
            facts.add(new Fact("Forwarded", "Signed anew as the provider signs"));
        }
        facts.add(new Fact("Answer to the sender", String.valueOf(source.responseCode())));
        facts.add(new Fact("Created", Words.day(source.createdAt())));
        facts.add(new Fact("Id", source.id().toString()));
        return facts;
    }

    private static String checks(InboundChecks checks) {
        List<String> all = new ArrayList<>();
        if (checks.preset() != null) {
            all.add("what the provider does to prove itself");
        }
        if (checks.verifiesHmac()) {
            all.add("a signature in " + checks.hmacHeader());
        }
        if (checks.verifiesToken()) {
            all.add(
                    "a token in "
                            + (checks.tokenHeader() == null
                                    ? "the query, as " + checks.tokenParameter()
                                    : checks.tokenHeader()));
        }
        if (checks.verifiesAddress()) {
            all.add(
                    "the sender’s address: "
                            + checks.cidrs().stream()
                                    .map(AddressRange::toString)
                                    .collect(Collectors.joining(", ")));
        }
        return all.isEmpty() ? "Its address alone: whoever knows it can send" : listed(all);
    }

    private static String listed(List<String> all) {
        String text = String.join("; ", all);
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
