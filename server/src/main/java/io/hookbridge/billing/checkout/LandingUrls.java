package io.hookbridge.billing.checkout;

import io.hookbridge.billing.portal.ReturnUrlDecision;
import io.hookbridge.billing.portal.ReturnUrlPolicy;

/**
 * Where a browser goes after the checkout: the deployment's default return URL, with {@code
 * checkout=done} or {@code checkout=canceled} in its query. What the query says is a hint for the
 * page's text and proves nothing.
 */
record LandingUrls(String success, String cancel) {

    /**
     * @throws IllegalArgumentException if a URL does not pass the policy, which only a default URL
     *     of nearly the greatest length can bring about
     */
    static LandingUrls of(ReturnUrlPolicy policy) {
        String home = accepted(policy.check(null));
        String sign = home.contains("?") ? "&" : "?";
        return new LandingUrls(
                accepted(policy.check(home + sign + "checkout=done")),
                accepted(policy.check(home + sign + "checkout=canceled")));
    }

    private static String accepted(ReturnUrlDecision decision) {
        return switch (decision) {
            case ReturnUrlDecision.Accepted accepted -> accepted.url();
            case ReturnUrlDecision.Refused _ ->
                    throw new IllegalArgumentException(
                            "the default return URL is too long to carry checkout=canceled");
        };
    }
}
