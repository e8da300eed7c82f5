package io.hookbridge.http.page;

import io.hookbridge.base.SecretToken;
import io.hookbridge.http.Call;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A cookie whose value is a secret, mostly a {@link SecretToken}. Scripts cannot read it, other
 * sites' forms and frames do not send it, and behind https it never travels in clear.
 *
 * @param path the part of the server that gets to see it
 */
public record SessionCookie(String name, String path, boolean secure) {

    /** Takes from {@code publicUrl} whether browsers reach this server by https. */
    public static SessionCookie of(String name, String path, URI publicUrl) {
        boolean secure = "https".equalsIgnoreCase(publicUrl.getScheme());
        // Browsers refuse a cookie named so unless it is secure, and __Host- also unless it is
        // for this host and all of it: nobody on the way, and no sister host, can plant one.
        String prefix = path.equals("/") ? "__Host-" : "__Secure-";
        return new SessionCookie(secure ? prefix + name : name, path, secure);
    }

    /** The token the browser sent; empty if it sent none or what cannot be one. */
    public Optional<SecretToken> read(Call call) {
        return text(call).flatMap(SecretToken::parse);
    }

    /** What the browser sent, whatever it is; empty if it sent nothing. */
    public Optional<String> text(Call call) {
        return call.cookie(name);
    }

    /** The {@code Set-Cookie} value that makes the browser forget the token. */
    public String forget() {
        return keep("", Duration.ZERO);
    }

    /** The {@code Set-Cookie} value that keeps {@code token} for {@code life}. */
    public String keep(SecretToken token, Duration life) {
        return keep(token.text(), life);
    }

    /**
     * The {@code Set-Cookie} value that keeps {@code value} for {@code life}.
     *
     * @param value letters, digits, {@code -} and {@code _}
     */
    public String keep(String value, Duration life) {
        return name
                + "="
                + value
                + "; Path="
                + path
                + "; Max-Age="
                + life.toSeconds()
                + "; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure" : "");
    }
}
