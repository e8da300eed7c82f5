package io.hookbridge.tenant.user;

import io.hookbridge.base.Sha256;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address a person signs in with: ASCII, at most 254 characters. Spellings that differ in upper
 * and lower case are the same address.
 *
 * @param text as it was given
 */
public record EmailAddress(String text) {

    private static final int MAX = 254;

    /** What browsers let through in a field for an address (HTML, section on type=email). */
    private static final Pattern FORM =
            Pattern.compile(
                    "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?");

    public EmailAddress {
        if (text.length() > MAX || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("this is no email address");
        }
    }

    /** The address that was typed, without blanks around it; empty for what is none. */
    public static Optional<EmailAddress> parse(String typed) {
        String text = typed.strip();
        return text.length() <= MAX && FORM.matcher(text).matches()
                ? Optional.of(new EmailAddress(text))
                : Optional.empty();
    }

    /** The one spelling of this address that look-ups and limits go by. */
    String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** 16 hexadecimal digits that are the same for the same address. */
    public String shortHash() {
        return HexFormat.of().formatHex(Sha256.of(key()), 0, 8);
    }

    @Override
    public String toString() {
        return text;
    }
}
