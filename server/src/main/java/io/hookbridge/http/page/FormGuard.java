package io.hookbridge.http.page;

import io.hookbridge.base.RandomText;
import io.hookbridge.base.SecretToken;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets a form through only if a page of this server made it for the same session: the browser must
 * name our origin as the sender, and the form must carry the session's own token.
 *
 * <p>The token is derived from the session's secret, so it needs no storage, dies with the session,
 * and is of no use as a cookie. Each page has another one, which tells a form that is sent twice
 * from two forms that say the same.
 */
public final class FormGuard {

    /** The name of the hidden field. */
    public static final String FIELD = "form_token";

    /** So many characters of a token are the page's own. */
    private static final int PAGE = 16;

    private final String origin;

    public FormGuard(URI publicUrl) {
        this.origin = originOf(publicUrl);
    }

    /** The only origin whose forms are let through, as browsers write it. */
    public String origin() {
        return origin;
    }

    /** A value of the hidden field for forms of this session; another each time. */
    public String tokenFor(SecretToken session) {
        String page = RandomText.base62(PAGE);
        return page + seal(page, session);
    }

    private static String seal(String page, SecretToken session) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            session.text().getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            byte[] tag = mac.doFinal((FIELD + page).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }

    /**
     * Checks where a submitted form came from.
     *
     * @throws ApiError {@code FORBIDDEN} if it did not come from a page of this session
     */
    public void check(Call call, Map<String, String> form, SecretToken session) {
        if (!sentFromHere(call) || !carriesToken(form, session)) {
            throw refusal();
        }
    }

    /** For a form that did not come from a page of its session. */
    public static ApiError refusal() {
        return new ApiError(
                ErrorCode.FORBIDDEN,
                "the form was not sent from a page that this server made for this session");
    }

    /**
     * A browser that sends no {@code Origin} with a form is old; one that says by {@code
     * Sec-Fetch-Site} that another site sent the form is believed.
     */
    private boolean sentFromHere(Call call) {
        return call.header("Origin")
                .map(origin::equals)
                .orElseGet(() ->
                        call.header("Sec-Fetch-Site").map("same-origin"::equals).orElse(true));
    }

    /**
     * Whether the browser itself says that a page of this server sent the form, whatever session
     * the page was made for.
     */
    public boolean isFromOwnPage(Call call) {
        return call.header("Origin").filter(origin::equals).isPresent();
    }

    /** Whether a page of this session made the form. */
    public boolean carriesToken(Map<String, String> form, SecretToken session) {
        String token = form.getOrDefault(FIELD, "");
        String page = token.substring(0, Math.min(PAGE, token.length()));
        return MessageDigest.isEqual(
                (page + seal(page, session)).getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    }

    /** The origin as browsers write it: lower case, without the scheme's own port. */
    private static String originOf(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int port = url.getPort();
        boolean usual = port == -1 || port == ("https".equals(scheme) ? 443 : 80);
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + port);
    }
}
