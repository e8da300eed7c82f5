package io.hookbridge.billing.portal;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.portal.ReturnUrlDecision.Accepted;
import io.hookbridge.billing.portal.ReturnUrlDecision.Reason;
import io.hookbridge.billing.portal.ReturnUrlDecision.Refused;
import io.hookbridge.billing.portal.UrlReader.Sound;
import io.hookbridge.billing.portal.UrlReader.Unreadable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Decides where a browser may return to from a page of the billing provider.
 *
 * <p>The allowed origins belong to the deployment: they come from configuration and never from a
 * request's {@code Origin}, {@code Referer}, {@code Host} or {@code X-Forwarded-Host}. Immutable,
 * safe for any number of threads. The rules and their reasons are published in {@code
 * docs/return-url-policy.md}.
 */
public final class ReturnUrlPolicy {

    /** The longest return URL, in characters. */
    public static final int MAX_LENGTH = 2048;

    private final UrlReader reader;
    private final Set<WebOrigin> allowed;
    private final Function<Mode, String> defaults;

    private ReturnUrlPolicy(
            UrlReader reader, Set<WebOrigin> allowed, Function<Mode, String> defaults) {
        this.reader = reader;
        this.allowed = Set.copyOf(allowed);
        this.defaults = defaults;
    }

    /**
     * Reads the configuration.
     *
     * @param allowedOrigins at least one exact origin such as {@code https://app.example.com}: no
     *     path, not even a slash, and no wildcard
     * @param defaults where browsers return in each mode when the caller names no URL; must pass
     *     the policy themselves
     * @param plainHttpOnLoopback whether origins on localhost, 127.0.0.0/8 and [::1] may use plain
     *     http, for a developer's machine only
     * @throws InvalidReturnUrlPolicyException with a sentence for each unusable entry
     */
    public static ReturnUrlPolicy of(
            List<String> allowedOrigins,
            Function<Mode, String> defaults,
            boolean plainHttpOnLoopback) {
        UrlReader reader = new UrlReader(plainHttpOnLoopback);
        List<String> problems = new ArrayList<>();
        Set<WebOrigin> allowed = readOrigins(reader, allowedOrigins, problems);
        ReturnUrlPolicy policy = new ReturnUrlPolicy(reader, allowed, defaults);
        Stream.of(Mode.values())
                .map(defaults)
                .distinct()
                .forEach(url -> {
                    if (policy.check(url) instanceof Refused(Reason reason)) {
                        problems.add("The default return URL " + inWords(reason) + ".");
                    }
                });
        if (!problems.isEmpty()) {
            throw new InvalidReturnUrlPolicyException(problems);
        }
        return policy;
    }

    /** Where browsers return that a caller in this mode sends away without naming a URL. */
    public String defaultFor(Mode mode) {
        return defaults.apply(mode);
    }

    /**
     * Checks the return URL of one request, or any other URL that a caller wants a browser sent to.
     */
    public ReturnUrlDecision check(String url) {
        return switch (reader.read(url)) {
            case Unreadable(Reason reason) -> new Refused(reason);
            case Sound(WebOrigin origin, _) when allowed.contains(origin) ->
                    new Accepted(url, origin.toString());
            case Sound _ -> new Refused(Reason.ORIGIN);
        };
    }

    private static Set<WebOrigin> readOrigins(
            UrlReader reader, List<String> entries, List<String> problems) {
        Set<WebOrigin> origins = new HashSet<>();
        if (entries.isEmpty()) {
            problems.add("There is no allowed return origin: at least one is needed.");
        }
        for (int i = 0; i < entries.size(); i++) {
            String name = "Allowed return origin " + (i + 1) + " ";
            if (entries.get(i).contains("*")) {
                problems.add(name + "contains *: wildcards do not exist, list every origin.");
                continue;
            }
            switch (reader.read(entries.get(i))) {
                case Unreadable(Reason reason) -> problems.add(name + inWords(reason) + ".");
                case Sound(WebOrigin origin, boolean bare) when bare -> origins.add(origin);
                case Sound _ ->
                        problems.add(
                                name
                                        + "goes on behind the host and port: leave out path and query, even"
                                        + " a single slash.");
            }
        }
        return origins;
    }

    /** The rest of a sentence about a URL; it repeats nothing of it. */
    static String inWords(Reason reason) {
        return switch (reason) {
            case LENGTH -> "is empty or longer than " + MAX_LENGTH + " characters";
            case CHARACTER ->
                    "contains a blank, a control character, one of \\ \" < > ^ ` { | } or something"
                            + " outside ASCII (write an international name in its xn-- form)";
            case SCHEME -> "does not start with https:// and a host";
            case FRAGMENT -> "has a fragment, the part from # on";
            case SYNTAX -> "is not a valid URL";
            case USERINFO -> "has a user name, a password or an @ before the host";
            case AUTHORITY ->
                    "has no host that every browser reads alike (no underscore, no empty label, no dot at"
                            + " the end, IP addresses in their usual form)";
            case PORT -> "has an empty port or one outside 1 to 65535";
            case PLAIN_HTTP ->
                    "uses plain http, which only a loopback host on a developer's machine may";
            case ORIGIN -> "is not on one of the allowed return origins";
        };
    }
}
