package io.hookbridge.http.page;

import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Carries a notice to the page that follows, in a cookie of this server: whichever node answers can
 * say it, somebody who was just signed out can be told, and no address that is passed on says
 * anything.
 */
final class Flash {

    /** In characters; longer notices are cut. */
    private static final int LONGEST = 500;

    /** A page that is not asked for by then says nothing. */
    private static final Duration LIFE = Duration.ofMinutes(1);

    private final SessionCookie cookie;

    Flash(URI publicUrl) {
        cookie = SessionCookie.of("hookbridge_notice", "/", publicUrl);
    }

    /** The {@code Set-Cookie} value that has the next page say this. */
    String keep(String notice) {
        String cut = notice.substring(0, Math.min(LONGEST, notice.length()));
        return cookie.keep(
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(cut.getBytes(StandardCharsets.UTF_8)),
                LIFE);
    }

    /** What the page is to say; null for nothing. */
    @Nullable String of(Call call) {
        return cookie.text(call).flatMap(Flash::decoded).orElse(null);
    }

    /** What {@link #keep} has put into this answer; null for nothing. */
    @Nullable String keptIn(Answer.Raw answer) {
        String start = cookie.name() + "=";
        return answer.cookies().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).replaceFirst(";.*", ""))
                .flatMap(text -> decoded(text).stream())
                .findFirst()
                .orElse(null);
    }

    private static Optional<String> decoded(String text) {
        try {
            String notice = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            return Optional.of(notice.replaceAll("\\p{Cntrl}", "").strip())
                    .filter(said -> !said.isEmpty() && said.length() <= LONGEST);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** The same answer, which makes the browser forget a notice that the page has said. */
    Answer said(Call call, Answer answer) {
        return answer instanceof Answer.Raw page
                        && isHtml(page)
                        && cookie.text(call).isPresent()
                        && !isOfScript(call)
                ? page.cookie(cookie.forget())
                : answer;
    }

    private static boolean isHtml(Answer.Raw page) {
        String contentType = page.contentType();
        return contentType != null && contentType.startsWith("text/html");
    }

    /** Whether it is only a part of a page, which says no notice. */
    private static boolean isOfScript(Call call) {
        return call.header("Sec-Fetch-Dest").filter("empty"::equals).isPresent();
    }
}
