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

    /**
     * Masks what is as long as a token, or longer because something was written on to one. An
     * encoded character, such as {@code %2F}, counts as one. Has no marker to look for, so it is a
     * walk over the line and no pattern.
     */
    private static String withoutTokens(String line) {
        StringBuilder masked = null;
        int kept = 0;
        int begin = 0;
        int characters = 0;
        int at = 0;
        while (at <= line.length()) {
            int width = at < line.length() ? widthInToken(line, at) : 0;
            if (width > 0) {
                characters++;
                at += width;
                continue;
            }
            if (characters >= SecretToken.LENGTH) {
                masked = masked == null ? new StringBuilder() : masked;
                masked.append(line, kept, begin).append("***");
                kept = at;
            }
            at++;
            begin = at;
            characters = 0;
        }
        return masked == null ? line : masked.append(line, kept, line.length()).toString();
    }

    /** How long the character at {@code at} is written; 0 if a token has no such character. */
    private static int widthInToken(String line, int at) {
        if (SecretToken.isCharacter(line.charAt(at))) {
            return 1;
        }
        return line.charAt(at) == '%'
                        && at + 2 < line.length()
                        && Character.digit(line.charAt(at + 1), 16) >= 0
                        && Character.digit(line.charAt(at + 2), 16) >= 0
                ? 3
                : 0;
    }
}
