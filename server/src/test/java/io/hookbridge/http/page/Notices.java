package io.hookbridge.http.page;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Reads what an answer has the next page say. */
public final class Notices {

    private static final String COOKIE = "hookbridge_notice=";

    private Notices() {}

    /** Empty if it has it say nothing, or is such a page. */
    public static Optional<String> next(HttpHeaders answer) {
        return answer.allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(COOKIE))
                .map(cookie -> cookie.substring(COOKIE.length()).replaceFirst(";.*", ""))
                .filter(value -> !value.isEmpty())
                .map(value ->
                        new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8))
                .findFirst();
    }
}
