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

    /**
     * Address and password or link are right, but an operator keeps the person out, or the whole
     * tenant. Only who knows the secret is told.
     */
    record Barred(User.Standing why) implements SignInOutcome {}

    /** There were too many attempts, see {@link SignInLimits}. */
    record TooMany(Duration delay) implements SignInOutcome {}

    /** One word for metrics; a closed set. */
    default String word() {
        return switch (this) {
            case SignedIn _ -> "signed_in";
            case Refused _ -> "refused";
            case Barred _ -> "barred";
            case TooMany _ -> "too_many";
        };
    }
}
