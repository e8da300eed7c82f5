package io.hookbridge.console.endpoint;

import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.retry.RetryForm;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.target.CustomHeaders;
import io.hookbridge.delivery.target.MaskedHeaders;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.MistakeException;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.outbound.endpoint.Endpoint;
import io.hookbridge.outbound.endpoint.EndpointFields;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An endpoint as it stands in a form: what was typed, whether or not it can be read.
 *
 * @param headers a line each, {@code Name: value}
 * @param retries empty fields for what the project has
 */
public record EndpointForm(
        String url,
        String description,
        String rate,
        String burst,
        String headers,
        boolean signed,
        String scheme,
        RetryForm retries) {

    /** An empty form. */
    static final EndpointForm NEW =
            new EndpointForm(
                    "", "", "", "", "", true, SignatureScheme.HOOKBRIDGE.word(), RetryForm.EMPTY);

    static EndpointForm of(Form form) {
        return new EndpointForm(
                form.text("url"),
                form.text("description"),
                form.text("rate"),
                form.text("burst"),
                lines(form.secret("headers")).collect(Collectors.joining("\n")),
                form.has("signed"),
                form.text("scheme"),
                RetryForm.of(form));
    }

    static EndpointForm of(Endpoint endpoint) {
        return new EndpointForm(
                endpoint.url(),
                Objects.requireNonNullElse(endpoint.description(), ""),
                number(endpoint.rateLimitRps()),
                number(endpoint.burst()),
                MaskedHeaders.sent(endpoint.headers()).entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue())
                        .collect(Collectors.joining("\n")),
                endpoint.signed(),
                endpoint.scheme().word(),
                RetryForm.of(endpoint.retries()));
    }

    private static String number(int number) {
        return number == 0 ? "" : String.valueOf(number);
    }

    private static Stream<String> lines(String text) {
        return text.lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", "").strip())
                .filter(line -> !line.isEmpty());
    }

    /** The longest description, in characters. */
    public int longestDescription() {
        return EndpointFields.MAX_DESCRIPTION;
    }

    /** What the form says of the endpoint. */
    EndpointFields fields(Phrases phrases) throws MistakeException {
        if (url.isEmpty()) {
            throw new MistakeException(phrases.say("endpoint.form.url.missing"));
        }
        if (description.codePointCount(0, description.length()) > longestDescription()) {
            throw new MistakeException(
                    phrases.say("endpoint.form.name.long", longestDescription()));
        }
        return new EndpointFields(
                url,
                description,
                Form.whole(
                        rate,
                        phrases.say("endpoint.form.rate.of"),
                        0,
                        EndpointFields.MAX_RATE,
                        0,
                        phrases),
                Form.whole(
                        burst,
                        phrases.say("endpoint.form.burst.of"),
                        0,
                        EndpointFields.MAX_BURST,
                        0,
                        phrases),
                readHeaders(phrases),
                signed,
                SignatureScheme.of(scheme)
                        .orElseThrow(
                                () -> new MistakeException(phrases.say("endpoint.form.scheme"))),
                retries.choice(phrases),
                null);
    }

    private Map<String, String> readHeaders(Phrases phrases) throws MistakeException {
        Map<String, String> read = new LinkedHashMap<>();
        for (String line : lines(headers).toList()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new MistakeException(phrases.say("endpoint.form.header.line"));
            }
            if (read.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip())
                    != null) {
                throw new MistakeException(phrases.say("endpoint.form.header.twice"));
            }
        }
        try {
            return CustomHeaders.check(read);
        } catch (ApiError refusal) {
            throw new MistakeException(SayFailure.refusal(refusal, phrases));
        }
    }
}
