package io.hookbridge.http.page;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Keeps the language that was chosen for the pages below a path. It is no secret. */
public final class LanguageCookie {

    static final String NAME = "hookbridge_language";

    private final SessionCookie cookie;

    /**
     * @param publicUrl how browsers reach this server
     */
    public LanguageCookie(String path, URI publicUrl) {
        boolean secure = "https".equalsIgnoreCase(publicUrl.getScheme());
        // One name, whatever the path is, because any page may have to say that it is not there.
        cookie = new SessionCookie(NAME, path, secure);
    }

    /**
     * The {@code Set-Cookie} value that keeps a choice for {@code life}.
     *
     * @param chosen empty leaves it to the browser again
     */
    public String keep(Optional<Language> chosen, Duration life) {
        return chosen.map(language -> cookie.keep(language.tag(), life)).orElseGet(cookie::forget);
    }
}
