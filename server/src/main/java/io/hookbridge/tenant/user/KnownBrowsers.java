package io.hookbridge.tenant.user;

import io.hookbridge.base.SecretBox;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.Sha256;

import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Recognises the browsers that a person signed in with before, by a mark that each keeps in a
 * cookie, so that they have a limit of their own however often strangers try that person's password
 * (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 *
 * <p>A mark is sealed, not stored: it holds a random name and a hash of the stored password, so it
 * ends when the password changes, on every node. It lets nobody in.
 */
public final class KnownBrowsers {

    /** How long a mark is kept after the last sign-in; browsers keep no cookie much longer. */
    public static final Duration LIFE = Duration.ofDays(365);

    private static final String PURPOSE = "browser of ";

    private final SecretBox secrets;

    KnownBrowsers(SecretBox secrets) {
        this.secrets = secrets;
    }

    /**
     * What a mark says.
     *
     * @param name of the browser, random
     * @param password hash of the stored hash of the password that was used
     */
    record Known(String name, String password) {

        boolean isOf(String hash) {
            return password.equals(digest(hash));
        }
    }

    /**
     * The mark for a browser that the person signs in with.
     *
     * @param hash the stored hash of the person's password
     */
    String mark(EmailAddress email, String hash) {
        byte[] sealed =
                secrets.seal(
                        SecretToken.random().text() + " " + digest(hash), PURPOSE + email.key());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** What a mark says; empty for one of another person, and for what is none. */
    Optional<Known> read(String mark, EmailAddress email) {
        try {
            return secrets.open(Base64.getUrlDecoder().decode(mark), PURPOSE + email.key())
                    .map(text -> text.split(" ", 2))
                    .map(parts -> new Known(parts[0], parts[1]));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static String digest(String hash) {
        return HexFormat.of().formatHex(Sha256.of(hash));
    }
}
