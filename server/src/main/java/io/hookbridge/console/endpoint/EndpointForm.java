package io.hookbridge.console.endpoint;

import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.target.CustomHeaders;
import io.hookbridge.delivery.target.MaskedHeaders;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.page.Form;
import io.hookbridge.outbound.endpoint.Endpoint;
import io.hookbridge.outbound.endpoint.EndpointFields;
import io.hookbridge.retry.DelayWords;
import io.hookbridge.retry.RetriedStatuses;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An endpoint as it stands in a form: what was typed, whether or not it can be read.
 *
 * @param headers a line each, {@code Name: value}
 * @param delays before the retries, such as {@code 30s, 5m}; empty, like the fields after it, for
 *     what the project has
 * @param timeout in seconds
 */
public record EndpointForm(
        String url,
        String description,
        String rate,
        String burst,
        String headers,
        boolean signed,
        String scheme,
        String delays,
        String attempts,
        String statuses,
        String timeout) {

    /** An empty form. */
    static final EndpointForm NEW =
            new EndpointForm(
                    "", "", "", "", "", true, SignatureScheme.HOOKBRIDGE.word(), "", "", "", "");

    static EndpointForm of(Form form) {
        return new EndpointForm(
                form.text("url"),
                form.text("description"),
                form.text("rate"),
                form.text("burst"),
                lines(form.secret("headers")).collect(Collectors.joining("\n")),
                form.has("signed"),
                form.text("scheme"),
                form.text("delays"),
                form.text("attempts"),
                form.text("statuses"),
                form.text("timeout"));
    }

    static EndpointForm of(Endpoint endpoint) {
        RetryChoice retries = endpoint.retries();
        return new EndpointForm(
                endpoint.url(),
                or(endpoint.description(), text -> text),
                number(endpoint.rateLimitRps()),
                number(endpoint.burst()),
                MaskedHeaders.sent(endpoint.headers()).entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue())
                        .collect(Collectors.joining("\n")),
                endpoint.signed(),
                endpoint.scheme().word(),
                or(retries.delays(), DelayWords::of),
                or(retries.attempts(), String::valueOf),
                or(retries.statuses(), statuses -> String.join(", ", statuses.words())),
                or(retries.timeout(), timeout -> String.valueOf(timeout.toSeconds())));
    }

    private static <T> String or(@Nullable T value, Function<T, String> words) {
        return value == null ? "" : words.apply(value);
    }

    private static String number(int number) {
        return number == 0 ? "" : String.valueOf(number);
    }

    private static Stream<String> lines(String text) {
        return text.lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", "").strip())
                .filter(line -> !line.isEmpty());
    }

    /** Something that was typed cannot be meant so; the message tells it to the person. */
    static final class MistakeException extends Exception {

        private static final long serialVersionUID = 1;

        MistakeException(String sentence) {
            super(sentence);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** The longest description, in characters. */
    public int longestDescription() {
        return EndpointFields.MAX_DESCRIPTION;
    }

    /** What the form says of the endpoint. */
    EndpointFields fields() throws MistakeException {
        if (url.isEmpty()) {
            throw new MistakeException("Enter the URL that deliveries go to.");
        }
        if (description.codePointCount(0, description.length()) > longestDescription()) {
            throw new MistakeException(
                    "The name must have at most " + longestDescription() + " characters.");
        }
        return new EndpointFields(
                url,
                description,
                whole(rate, "The rate", 0, EndpointFields.MAX_RATE, 0),
                whole(burst, "The burst", 0, EndpointFields.MAX_BURST, 0),
                readHeaders(),
                signed,
                SignatureScheme.of(scheme)
                        .orElseThrow(() -> new MistakeException("Choose a way to sign.")),
                retries());
    }

    private static int whole(String text, String what, int min, int max, int usual)
            throws MistakeException {
        if (text.isEmpty()) {
            return usual;
        }
        if (text.matches("\\d{1,6}")) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new MistakeException(
                "%s must be a whole number from %d to %d.".formatted(what, min, max));
    }

    private Map<String, String> readHeaders() throws MistakeException {
        Map<String, String> read = new LinkedHashMap<>();
        for (String line : lines(headers).toList()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new MistakeException("Each header needs a line such as X-Tenant: acme.");
            }
            if (read.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip())
                    != null) {
                throw new MistakeException("Two headers have the same name.");
            }
        }
        try {
            return CustomHeaders.check(read);
        } catch (ApiError refusal) {
            throw new MistakeException(sentence(refusal));
        }
    }

    private RetryChoice retries() throws MistakeException {
        int attemptsOrNone = whole(attempts, "Attempts", 1, RetryPolicy.MOST_RETRIES + 1, 0);
        int longest = (int) RetryPolicy.LONGEST_TIMEOUT.toSeconds();
        int seconds = whole(timeout, "The time of an attempt", 1, longest, 0);
        return new RetryChoice(
                readDelays(),
                attemptsOrNone == 0 ? null : Integer.valueOf(attemptsOrNone),
                readStatuses(),
                seconds == 0 ? null : Duration.ofSeconds(seconds));
    }

    private @Nullable List<Duration> readDelays() throws MistakeException {
        return delays.isEmpty()
                ? null
                : DelayWords.read(delays)
                        .orElseThrow(() ->
                                new MistakeException(
                                        "Write delays such as 30s, 5m, 2h, 1d, each from a second to seven days."));
    }

    private @Nullable RetriedStatuses readStatuses() throws MistakeException {
        return statuses.isEmpty()
                ? null
                : RetriedStatuses.of(List.of(statuses.split("\\s*,\\s*", -1)))
                        .orElseThrow(() ->
                                new MistakeException(
                                        "Write statuses from 300 to 599, or hundreds such as 5xx, with commas between them."));
    }

    /** What a refusal says, as a sentence. */
    static String sentence(ApiError refusal) {
        String message = refusal.message();
        return message.substring(0, 1).toUpperCase(Locale.ROOT)
                + message.substring(1)
                + (message.endsWith(".") ? "" : ".");
    }
}
