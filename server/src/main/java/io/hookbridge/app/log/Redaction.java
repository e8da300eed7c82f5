package io.hookbridge.app.log;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Masks what grants access: API keys, Stripe's keys and signing secrets, portal and checkout links,
 * and passwords in database URLs. The last line of defence: nothing should put them into a log line
 * in the first place.
 */
public final class Redaction {

    /**
     * A kind of secret. Looking for its marker first makes the usual line, which holds no secret,
     * nearly free: a pattern tried at every character of every line was a quarter of all CPU time.
     *
     * @param marker a text that every secret of this kind has in or before it
     * @param secret what to mask, after a first group that is kept
     */
    private record Kind(String marker, Pattern secret) {

        Kind(String marker, String secret) {
            this(marker, Pattern.compile(secret));
        }

        String mask(String line) {
            return line.contains(marker) ? secret.matcher(line).replaceAll("$1***") : line;
        }
    }

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("_live_", "((?:sk|rk|hb)_live_)[0-9A-Za-z_]+"),
                    new Kind("_test_", "((?:sk|rk|hb)_test_)[0-9A-Za-z_]+"),
                    new Kind("whsec_", "(whsec_)[0-9A-Za-z_+/=-]+"),
                    new Kind("/p/session/", "(/p/session/)[^\\s\"?]+"),
                    new Kind("/c/pay/", "(/c/pay/)[^\\s\"?]+"),
                    pageLink("/billing/portal/"),
                    pageLink("/billing/checkout/"),
                    pageLink("/sign-in/link/"),
                    new Kind("://", "(://[^\\s:/@\"]+:)[^\\s/\"]+(?=@)"),
                    new Kind("password", "([?&](?:ssl)?password=|\"password\":\")[^\\s&\"]+"));

    private Redaction() {}

    /** Our own pages below a path; what is long enough to be a token is one. */
    private static Kind pageLink(String path) {
        return new Kind(path, "(" + path + "(?=[0-9A-Za-z_-]{20}))[^\\s\"?]+");
    }

    /** The line with every secret in it masked. */
    public static String of(String line) {
        String masked = line;
        for (Kind kind : KINDS) {
            masked = kind.mask(masked);
        }
        return masked;
    }
}
