package io.hookbridge.console.source;

import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.endpoint.InboundChecks;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.inbound.verify.preset.Handbook;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.insight.log.LogEntry;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.explanation.Failed;
import io.hookbridge.message.explanation.FailureKind;
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
        static @Nullable SetUp of(Preset preset, Phrases phrases) {
            Handbook handbook = preset.handbook().orElse(null);
            return handbook == null
                    ? null
                    : new SetUp(
                            preset.title(),
                            SayHandbook.setUp(preset, handbook, phrases),
                            SayHandbook.secret(preset, phrases).orElse(null),
                            SayHandbook.caution(preset, phrases).orElse(null));
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

        static Row of(LogEntry entry, InboundMode mode, String path, Phrases phrases) {
            Instant received = entry.receivedAt();
            Integer status = entry.responseStatus();
            String error = entry.lastError();
            return new Row(
                    path + "/received/" + entry.messageId(),
                    String.valueOf(received),
                    received == null ? "" : phrases.second(received),
                    Badge.of(MessageStatus.of(entry.status()).orElseThrow(), mode, phrases),
                    status == null
                            ? error == null ? null : failure(null, error, phrases)
                            : answered(status, entry.attemptCount(), phrases),
                    entry.sameBytesAs() != null);
        }

        private static String answered(int status, int attempts, Phrases phrases) {
            return attempts > 1
                    ? phrases.say("source.answered.attempt", status, attempts)
                    : phrases.say("source.answered", status);
        }
    }

    /**
     * What is stored of a failed attempt: a sentence in English, and a few words in other
     * languages.
     *
     * @param status of the answer; null if there was none
     */
    static String failure(@Nullable Integer status, String error, Phrases phrases) {
        return phrases.language() == Language.ENGLISH
                ? error
                : SayFailure.title(FailureKind.of(Failed.of(status, error)), phrases);
    }

    /**
     * @param receivedInADay how many webhooks it has received in the last 24 hours
     * @param installation what holds for retries where neither source nor project chose
     */
    static List<Fact> facts(
            InboundEndpoint source,
            long receivedInADay,
            String sender,
            RetryPolicy installation,
            Phrases phrases) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact("received", phrases.number(receivedInADay), phrases));
        facts.add(fact("leads", SourcesPage.leads(source, phrases), phrases));
        if (source.mode() == InboundMode.FORWARD) {
            facts.add(fact("retries", source.retryPolicy(installation).inWords(phrases), phrases));
        }
        facts.add(fact("sender", sender, phrases));
        facts.add(fact("checks", checks(source.checks(), phrases), phrases));
        List<String> hints = source.checks().secretHints();
        if (!hints.isEmpty()) {
            facts.add(
                    fact(
                            hints.size() == 1 ? "secret" : "secrets",
                            String.join(", ", hints),
                            phrases));
        }
        if (source.signsAsProvider()) {
            facts.add(fact("forwarded", phrases.say("source.fact.forwarded.signed"), phrases));
        }
        facts.add(fact("answer", String.valueOf(source.responseCode()), phrases));
        facts.add(fact("created", phrases.day(source.createdAt()), phrases));
        facts.add(new Fact(phrases.say("console.id"), source.id().toString()));
        return facts;
    }

    private static Fact fact(String name, String value, Phrases phrases) {
        return new Fact(phrases.say("source.fact." + name), value);
    }

    private static String checks(InboundChecks checks, Phrases phrases) {
        List<String> all = new ArrayList<>();
        if (checks.preset() != null) {
            all.add(phrases.say("source.check.preset"));
        }
        if (checks.verifiesHmac()) {
            all.add(phrases.say("source.check.signature", String.valueOf(checks.hmacHeader())));
        }
        if (checks.verifiesToken()) {
            all.add(
                    checks.tokenHeader() == null
                            ? phrases.say(
                                    "source.check.token.query",
                                    String.valueOf(checks.tokenParameter()))
                            : phrases.say("source.check.token", checks.tokenHeader()));
        }
        if (checks.verifiesAddress()) {
            all.add(
                    phrases.say(
                            "source.check.address",
                            checks.cidrs().stream()
                                    .map(AddressRange::toString)
                                    .collect(Collectors.joining(", "))));
        }
        return all.isEmpty() ? phrases.say("source.check.none") : listed(all);
    }

    private static String listed(List<String> all) {
        String text = String.join("; ", all);
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
