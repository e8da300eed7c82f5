package io.hookbridge.billing.portal;

import io.hookbridge.billing.portal.ReturnUrlDecision.Accepted;
import io.hookbridge.billing.portal.ReturnUrlDecision.Reason;
import io.hookbridge.billing.portal.ReturnUrlDecision.Refused;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The published list of return URLs, and what becomes of each: {@code return-url-corpus.json}. */
record ReturnUrlCorpus(Map<String, Configuration> configurations, List<Case> cases) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    record Configuration(
            List<String> allowedOrigins, String defaultReturnUrl, boolean plainHttpOnLoopback) {

        ReturnUrlPolicy policy() {
            return ReturnUrlPolicy.of(allowedOrigins, _ -> defaultReturnUrl, plainHttpOnLoopback);
        }
    }

    enum Expectation {
        accept,
        refuse
    }

    /**
     * One string.
     *
     * @param kind the row of the published table that it belongs to
     * @param padTo the length to which the letter a is to be appended, or null
     * @param reason why it is refused; null if it is accepted
     * @param browser the origin that a browser takes it to, or null where it is no URL on its own
     * @param prior where somebody got this wrong before, or null
     */
    record Case(
            String id,
            String kind,
            String configuration,
            String url,
            @Nullable Integer padTo,
            Expectation expect,
            @Nullable Reason reason,
            @Nullable String browser,
            @Nullable String prior,
            String why) {

        String text() {
            return padTo == null ? url : url + "a".repeat(padTo - url.length());
        }

        ReturnUrlDecision decision() {
            return switch (expect) {
                case accept -> new Accepted(text(), Objects.requireNonNull(browser, id));
                case refuse -> new Refused(Objects.requireNonNull(reason, id));
            };
        }

        /** The name of the case in test reports. */
        @Override
        public String toString() {
            String name = expect + " " + kind + "/" + id;
            return prior == null ? name : name + ", after " + prior;
        }
    }

    static ReturnUrlCorpus load() {
        try (InputStream in =
                ReturnUrlCorpus.class.getResourceAsStream("/return-url-corpus.json")) {
            return JSON.readValue(Objects.requireNonNull(in), ReturnUrlCorpus.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Configuration configuration(String name) {
        return Objects.requireNonNull(configurations.get(name), name);
    }
}
