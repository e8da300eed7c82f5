package io.hookbridge.net;

import io.hookbridge.net.dns.HostLookup;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Judges a URL before anything is delivered to it. Its word is for people: {@link
 * io.hookbridge.net.client.TargetClient} judges the addresses once more whenever it connects,
 * because names change their addresses.
 */
public final class TargetCheck {

    /** Longer than any look-up takes. */
    private static final int LONGEST_SECONDS = 10;

    private final AddressRules rules;
    private final HostLookup lookup;

    public TargetCheck(AddressRules rules, HostLookup lookup) {
        this.rules = rules;
        this.lookup = lookup;
    }

    /** What a URL is good for. */
    public sealed interface Verdict {

        /** Requests may be sent to it. */
        record Good() implements Verdict {}

        /**
         * It can be sent to by nobody.
         *
         * @param sentence what to change, without any of the URL in it
         */
        record Invalid(String sentence) implements Verdict {}

        /** The address that is written in it is not for everyone to reach. */
        record Blocked() implements Verdict {}

        /**
         * The name of its host has no address now, or at least one that is not for everyone to
         * reach. Which of the two is for the operator alone: it tells whether the operator's own
         * name server knows the name.
         *
         * @param known whether the name has an address
         */
        record Unreachable(boolean known) implements Verdict {}
    }

    /**
     * Looks up the addresses of a host name and waits for them, on a virtual thread.
     *
     * @param url 12 to 2048 characters; https, or http if the operator named every address of it
     */
    public Verdict check(String url) {
        return switch (Target.read(url)) {
            case Target.Reading.Refused(String sentence) -> new Verdict.Invalid(sentence);
            case Target.Reading.Read(Target target) -> judge(target);
        };
    }

    private Verdict judge(Target target) {
        if (target.isPlain() && !rules.operatorNamesAny()) {
            return httpsOnly();
        }
        Optional<List<InetAddress>> addresses = addresses(target);
        if (addresses.isEmpty()) {
            return new Verdict.Unreachable(false);
        }
        if (!addresses.get().stream().allMatch(rules::allows)) {
            return target.literal().isPresent()
                    ? new Verdict.Blocked()
                    : new Verdict.Unreachable(true);
        }
        return target.isPlain() && !addresses.get().stream().allMatch(rules::allowedByOperator)
                ? httpsOnly()
                : new Verdict.Good();
    }

    private Optional<List<InetAddress>> addresses(Target target) {
        if (target.literal().isPresent()) {
            return target.literal().map(List::of);
        }
        try {
            return Optional.of(
                    lookup.lookup(target.url().host()).get(LONGEST_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException unknown) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Verdict httpsOnly() {
        return new Verdict.Invalid("The url must begin with https://.");
    }
}
