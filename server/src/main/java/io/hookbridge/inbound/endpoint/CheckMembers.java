package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.Sha256;
import io.hookbridge.base.Text;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.JsonBody;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the members of a body that say what requests have to pass, each for itself. Whatever it
 * refuses is {@code INVALID_REQUEST} with a pointer.
 */
final class CheckMembers {

    private static final int MAX_SECRET = 1_000;

    /** Its hash is all that keeps a shorter one from being found by trying. */
    private static final int MIN_TOKEN = 16;

    private static final int MOST_RANGES = 100;
    private static final int MOST_HEADERS = 10;

    /** RFC 9110, section 5.6.2. */
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    private static final Pattern PARAMETER = Pattern.compile("[!-~&&[^&=#+%]]{1,100}");

    private CheckMembers() {}

    /** The name of a header, empty for none; null if nothing was said. */
    static @Nullable String header(JsonBody body, String member) {
        return body.text(member)
                .map(name -> name.isEmpty() ? name : header(member, name))
                .orElse(null);
    }

    private static String header(String member, String name) {
        if (!HEADER.matcher(name).matches()) {
            throw invalid(member, "must be the name of a header, of 100 characters at most");
        }
        return name;
    }

    /** The name of the parameter that has the token, empty for none; null if nothing was said. */
    static @Nullable String parameter(JsonBody body) {
        return body.text("token_query_param").map(CheckMembers::parameter).orElse(null);
    }

    private static String parameter(String name) {
        if (!name.isEmpty() && !PARAMETER.matcher(name).matches()) {
            throw invalid(
                    "token_query_param",
                    "must be the name of a query parameter without escapes, of 100 characters at most");
        }
        return name;
    }

    /** The hash of the token, without a byte to have none any more. */
    static Optional<byte[]> token(JsonBody body) {
        Optional<String> token = secret(body, "token_value");
        if (token.filter(text -> !text.isEmpty() && Text.length(text) < MIN_TOKEN).isPresent()) {
            throw invalid("token_value", "must have at least " + MIN_TOKEN + " characters");
        }
        return token.map(text -> text.isEmpty() ? new byte[0] : Sha256.of(text));
    }

    /** Empty to have none any more. */
    static Optional<String> secret(JsonBody body, String member) {
        return body.text(member, MAX_SECRET)
                .map(text -> text.isEmpty() ? text : secret(member, text));
    }

    private static String secret(String member, String text) {
        if (text.isBlank()) {
            throw invalid(member, "must not be empty");
        }
        return text;
    }

    /** Those that signatures are checked with, perhaps none; null if nothing was said. */
    static @Nullable List<String> secrets(JsonBody body) {
        Optional<String> one = secret(body, "hmac_secret");
        Optional<List<String>> several = body.texts("hmac_secrets");
        if (one.isPresent() && several.isPresent()) {
            throw invalid("hmac_secret", "must not be given together with hmac_secrets");
        }
        if (several.isEmpty()) {
            return one.map(text -> text.isEmpty() ? List.<String>of() : List.of(text)).orElse(null);
        }
        List<String> secrets = several.get();
        if (secrets.size() > InboundChecks.MOST_SECRETS) {
            throw invalid("hmac_secrets", "must have two elements at the most");
        }
        secrets.forEach(text -> {
            if (text.length() > MAX_SECRET) {
                throw invalid("hmac_secrets", "must have elements of 1000 characters at most");
            }
            var _ = secret("hmac_secrets", text);
        });
        return List.copyOf(secrets);
    }

    /** The ranges that senders have to be in; null if nothing was said. */
    static @Nullable List<AddressRange> ranges(JsonBody body) {
        return body.texts("allowed_cidrs").map(CheckMembers::ranges).orElse(null);
    }

    private static List<AddressRange> ranges(List<String> texts) {
        if (texts.size() > MOST_RANGES) {
            throw invalid("allowed_cidrs", "must have at most " + MOST_RANGES + " elements");
        }
        List<AddressRange> ranges = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            int place = i;
            ranges.add(
                    AddressRange.parse(texts.get(i))
                            .orElseThrow(() ->
                                    invalid(
                                            "allowed_cidrs/" + place,
                                            "must be a range such as 203.0.113.0/24, without bits after"
                                                    + " its prefix")));
        }
        return List.copyOf(ranges);
    }

    /** The headers that tell a repetition, in their order; null if nothing was said. */
    static @Nullable List<String> idempotencyHeaders(JsonBody body) {
        return body.texts("idempotency_header_names").map(CheckMembers::headers).orElse(null);
    }

    private static List<String> headers(List<String> names) {
        if (names.size() > MOST_HEADERS) {
            throw invalid(
                    "idempotency_header_names", "must have at most " + MOST_HEADERS + " elements");
        }
        for (int i = 0; i < names.size(); i++) {
            var _ = header("idempotency_header_names/" + i, names.get(i));
        }
        return List.copyOf(names);
    }

    /**
     * @param member as a pointer, perhaps with the position of an element
     */
    static ApiError invalid(String member, String rule) {
        return ApiError.invalidRequest(member.replaceFirst("/.*", "") + " " + rule)
                .with(Map.of("pointer", "/" + member));
    }
}
