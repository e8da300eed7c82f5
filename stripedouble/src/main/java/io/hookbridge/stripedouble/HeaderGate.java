package io.hookbridge.stripedouble;

import com.stripe.Stripe;
import com.sun.net.httpserver.Headers;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds the headers of a request against what Stripe documents and what we promise. */
final class HeaderGate {

    /** Only visibly fake keys: a real one must never reach a test. */
    private static final Pattern BEARER =
            Pattern.compile("Bearer (?:sk|rk)_(test|live)_FAKE[A-Za-z0-9_]*");

    private final Violations violations;

    HeaderGate(Violations violations) {
        this.violations = violations;
    }

    /** Whether the key is of live mode; nothing if there is no key that could be one. */
    Optional<Boolean> check(String method, Headers headers) {
        require(
                Stripe.API_VERSION.equals(headers.getFirst("Stripe-Version")),
                "Stripe-Version is not the SDK's: " + headers.getFirst("Stripe-Version"));
        require(
                !headers.containsKey("X-Stripe-Client-Telemetry"),
                "telemetry of earlier requests was sent");
        require(
                !contains(headers.getFirst("X-Stripe-Client-User-Agent"), "telemetry_id"),
                "a telemetry identifier was sent");
        if (method.equals("POST")) {
            require(headers.getFirst("Idempotency-Key") != null, "POST without Idempotency-Key");
            require(
                    contains(headers.getFirst("Content-Type"), "application/x-www-form-urlencoded"),
                    "POST without the form content type");
        }
        Matcher bearer = BEARER.matcher(orEmpty(headers.getFirst("Authorization")));
        if (!bearer.matches()) {
            violations.add("Authorization is not a fake secret key");
            return Optional.empty();
        }
        return Optional.of(bearer.group(1).equals("live"));
    }

    private void require(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    private static boolean contains(@Nullable String header, String text) {
        return header != null && header.contains(text);
    }

    private static String orEmpty(@Nullable String header) {
        return header == null ? "" : header;
    }
}
