package io.hookbridge.tenant.user;

import io.hookbridge.base.Ticker;
import io.hookbridge.base.TokenBucket;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.base.ip.IpAddress;

import java.time.Duration;
import java.util.List;

/**
 * How often passwords may be tried on this node.
 *
 * <p>A browser that its person signed in with before has a limit of its own. All others are
 * strangers, and have three: one for each network they come from, so that nobody tries many
 * accounts; one for each network and account, so that nobody uses up what an account has; and one
 * for each account, so that guessing from many networks stays bounded. Accounts that do not exist
 * are limited alike. A try that succeeds counts as work of the network or browser alone, and not as
 * a guess.
 *
 * @param byBrowser keyed by the name of a known browser, or of a session
 * @param byNetwork keyed by {@link IpAddress#network}
 * @param byNetworkAndAccount keyed by both
 * @param byAccount keyed by email address in lower case
 */
record SignInLimits(
        TokenBuckets<String> byBrowser,
        TokenBuckets<String> byNetwork,
        TokenBuckets<String> byNetworkAndAccount,
        TokenBuckets<String> byAccount) {

    /**
     * As the server has them, on each node. An account: 100 wrong passwords from strangers, as many
     * as NIST SP 800-63B (section 3.2.2) allows in a row; then 60 an hour, where the standard would
     * lock the account, which would let strangers keep a person out. Of those one network has 10,
     * then 10 an hour, so it takes more than six to keep a person out who signs in with a new
     * browser, and then for a minute at a time.
     */
    static SignInLimits standard(Ticker ticker) {
        return new SignInLimits(
                new TokenBuckets<>(10, 2, ticker),
                new TokenBuckets<>(20, 10, ticker),
                new TokenBuckets<>(10, Duration.ofMinutes(6), ticker),
                new TokenBuckets<>(100, 1, ticker));
    }

    /**
     * @param name of a browser that the person signed in with, or of a session of the person
     */
    Tries ofBrowser(String name) {
        return new Tries(List.of(byBrowser.of(name)));
    }

    Tries ofStranger(IpAddress address, EmailAddress account) {
        String network = address.network();
        return new Tries(
                List.of(
                        byNetwork.of(network),
                        byNetworkAndAccount.of(network + " " + account.key()),
                        byAccount.of(account.key())));
    }

    /**
     * What one try takes from.
     *
     * @param buckets that of its work, and then those of a guess
     */
    record Tries(List<TokenBucket> buckets) {

        /** Takes one of each or none: zero if they were there, else how long to wait. */
        Duration take() {
            for (int i = 0; i < buckets.size(); i++) {
                Duration wait = buckets.get(i).take();
                if (!wait.isZero()) {
                    buckets.subList(0, i).forEach(TokenBucket::giveBack);
                    return wait;
                }
            }
            return Duration.ZERO;
        }

        /** It was no guess. */
        void succeeded() {
            buckets.subList(1, buckets.size()).forEach(TokenBucket::giveBack);
        }
    }
}
