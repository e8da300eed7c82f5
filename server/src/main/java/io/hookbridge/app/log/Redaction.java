package io.hookbridge.app.log;

import java.util.regex.Pattern;

/**
 * Masks what grants access: API keys, Stripe's keys and signing secrets, portal and checkout links,
 * and passwords in database URLs. The last line of defence: nothing should put them into a log line
 * in the first place.
 */
final class Redaction {

    private static final Pattern SECRET =
            Pattern.compile(
                    "((?:sk|rk|hb)_(?:live|test)_|whsec_)[0-9A-Za-z_]+"
                            + "|(/p/session/|/c/pay/|/billing/(?:portal|checkout)/(?=[0-9A-Za-z_-]{20}))[^\\s\"?]+"
                            + "|(://[^\\s:/@\"]+:)[^\\s@/\"]+(?=@)"
                            + "|([?&]password=|\"password\":\")[^\\s&\"]+");

    private Redaction() {}

    static String of(String line) {
        return SECRET.matcher(line).replaceAll("$1$2$3$4***");
    }
}
