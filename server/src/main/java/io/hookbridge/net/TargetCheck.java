package io.hookbridge.net;

import io.hookbridge.net.dns.HostLookup;
import io.hookbridge.net.dns.SilentNameException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
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

        /** Nobody has told in time which addresses the name of its host has; it may be good. */
        record NotLookedUp() implements Verdict {}
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
        if (target.literal().isPresent()) {
            return judge(target, List.of(target.literal().get()));
        }
        try {
            return judge(
                    target,
                    lookup.lookup(target.url().host()).get(LONGEST_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException failure) {
            boolean isUnknown =
                    failure.getCause() instanceof UnknownHostException unknown
                            && !(unknown instanceof SilentNameException);
            return isUnknown ? new Verdict.Unreachable(false) : new Verdict.NotLookedUp();
        } catch (TimeoutException late) {
            return new Verdict.NotLookedUp();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Verdict.NotLookedUp();
        }
    }

    private Verdict judge(Target target, List<InetAddress> addresses) {
        if (!addresses.stream().allMatch(rules::allows)) {
            return target.literal().isPresent()
                    ? new Verdict.Blocked()
                    : new Verdict.Unreachable(true);
        }
        return target.isPlain() && !addresses.stream().allMatch(rules::allowedByOperator)
                ? httpsOnly()
                : new Verdict.Good();
    }

    private static Verdict httpsOnly() {
        return new Verdict.Invalid("The url must begin with https://.");
    }
}
