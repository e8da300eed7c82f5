package io.hookbridge.app.log;

import io.hookbridge.base.SecretToken;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Masks what grants access: API keys, Stripe's keys and signing secrets, whatever has the form of a
 * {@link SecretToken} wherever it stands, Stripe's links, and passwords in database URLs. The last
 * line of defence: nothing should put them into a log line in the first place.
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
                    new Kind("whsk_", "(whsk_)[0-9A-Za-z_+/=-]+"),
                    new Kind("/p/session/", "(/p/session/)[^\\s\"?]+"),
                    new Kind("/c/pay/", "(/c/pay/)[^\\s\"?]+"),
                    new Kind("://", "(://[^\\s:/@\"]+:)[^\\s/\"]+(?=@)"),
                    new Kind("password", "([?&](?:ssl)?password=|\"password\":\")[^\\s&\"]+"));

    private Redaction() {}

    /** The line with every secret in it masked. */
    public static String of(String line) {
        String masked = line;
        for (Kind kind : KINDS) {
            masked = kind.mask(masked);
        }
        return withoutTokens(masked);
    }

    /** Has no marker to look for, so it is a walk over the line and no pattern. */
    private static String withoutTokens(String line) {
        StringBuilder masked = null;
        int kept = 0;
        int begin = 0;
        for (int at = 0; at <= line.length(); at++) {
            if (at < line.length() && SecretToken.isCharacter(line.charAt(at))) {
                continue;
            }
            if (at - begin == SecretToken.LENGTH) {
                masked = masked == null ? new StringBuilder() : masked;
                masked.append(line, kept, begin).append("***");
                kept = at;
            }
            begin = at + 1;
        }
        return masked == null ? line : masked.append(line, kept, line.length()).toString();
    }
}
