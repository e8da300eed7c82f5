package io.hookbridge.billing.checkout;

import io.hookbridge.billing.portal.ReturnUrlDecision;
import io.hookbridge.billing.portal.ReturnUrlPolicy;

/**
 * Where a browser goes after the checkout: a page of ours or the default return URL of the mode,
 * with {@code checkout=done} or {@code checkout=canceled} in its query. What the query says is a
 * hint for the page's text and proves nothing.
 */
record LandingUrls(String success, String cancel) {

    /**
     * @param page one that passes the policy
     * @throws IllegalArgumentException if a URL does not pass the policy, which for the default one
     *     only nearly the greatest length can bring about
     */
    static LandingUrls of(ReturnUrlPolicy policy, String page) {
        String home = accepted(policy.check(page));
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
                            "the return URL is refused, or too long to carry checkout=canceled");
        };
    }
}
