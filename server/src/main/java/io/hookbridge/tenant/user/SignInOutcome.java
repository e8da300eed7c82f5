package io.hookbridge.tenant.user;

import io.hookbridge.base.SecretToken;

import java.time.Duration;

/** What came of an attempt to sign in. */
public sealed interface SignInOutcome {

    /**
     * @param cookie the secret of the new session
     * @param mark for the browser to keep, see {@link KnownBrowsers}
     */
    record SignedIn(SecretToken cookie, String mark) implements SignInOutcome {}

    /** Address, password or link is wrong; which one, nobody is told. */
    record Refused() implements SignInOutcome {}

    /** There were too many attempts, see {@link SignInLimits}. */
    record TooMany(Duration delay) implements SignInOutcome {}

    /** One word for metrics; a closed set. */
    default String word() {
        return switch (this) {
            case SignedIn _ -> "signed_in";
            case Refused _ -> "refused";
            case TooMany _ -> "too_many";
        };
    }
}
