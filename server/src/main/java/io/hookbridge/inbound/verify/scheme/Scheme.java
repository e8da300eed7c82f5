package io.hookbridge.inbound.verify.scheme;

import io.hookbridge.inbound.verify.request.Source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One way in which a provider proves that a request is from it. */
public sealed interface Scheme {

    /** Where the secret itself comes with every request, so that it must not go any further. */
    Optional<Source> credential();

    /** Whether a sender without the secret cannot change this value unnoticed. */
    boolean covers(Source source);

    /**
     * By a signature over something of the request.
     *
     * @param signsDecoded whether the sender signs the body before it compresses it
     * @param bodyHash the parameter of the query that holds the SHA-256 of a body that is no form,
     *     in hexadecimal; empty if the provider sends none
     */
    record Signed(
            Algorithm algorithm,
            KeyForm key,
            SignaturePlace signature,
            SignedText text,
            boolean signsDecoded,
            Optional<TimestampRule> timestamp,
            Optional<Source> bodyHash,
            Set<UrlVariant> urlVariants)
            implements Scheme {

        public Signed {
            urlVariants = Set.copyOf(urlVariants);
        }

        @Override
        public Optional<Source> credential() {
            return Optional.empty();
        }

        @Override
        public boolean covers(Source source) {
            return text.covers(source);
        }
    }

    /**
     * By the secret itself.
     *
     * @param strip what stands before it, in letters of any case
     */
    record Token(Source source, String strip) implements Scheme {

        @Override
        public Optional<Source> credential() {
            return Optional.of(source);
        }

        @Override
        public boolean covers(Source source) {
            return false;
        }
    }

    /** By a name and a password (RFC 7617); the secret is both with a colon between. */
    record Basic() implements Scheme {

        private static final Source AUTHORIZATION = new Source.InHeader("Authorization");

        @Override
        public Optional<Source> credential() {
            return Optional.of(AUTHORIZATION);
        }

        @Override
        public boolean covers(Source source) {
            return false;
        }
    }

    /** Not at all: whoever knows the URL is believed. */
    record None() implements Scheme {

        @Override
        public Optional<Source> credential() {
            return Optional.empty();
        }

        @Override
        public boolean covers(Source source) {
            return false;
        }
    }

    /** In a way that has to be programmed. */
    enum Coded implements Scheme {
        AWS_SNS,
        PAYPAL,
        PLAID,
        ADYEN_STANDARD,
        BRAINTREE,
        MICROSOFT_GRAPH;

        /**
         * Single values that are signed. Of the body PayPal signs no more than a CRC-32, for which
         * anybody can make another body; Adyen each item for itself, of which there are as many as
         * the sender likes.
         */
        private static final Map<Coded, List<Source>> SIGNED =
                Map.of(
                        AWS_SNS,
                        sources(
                                "json:Message",
                                "json:MessageId",
                                "json:Timestamp",
                                "json:TopicArn",
                                "json:Type"),
                        PAYPAL,
                        sources("header:PAYPAL-TRANSMISSION-ID", "header:PAYPAL-TRANSMISSION-TIME"),
                        BRAINTREE,
                        sources("form:bt_payload"));

        private static List<Source> sources(String... texts) {
            return Arrays.stream(texts).map(text -> Source.parse(text).orElseThrow()).toList();
        }

        /** The scheme of this name. */
        public static Optional<Coded> of(String word) {
            return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
        }

        /** The word for it in presets. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public Optional<Source> credential() {
            return Optional.empty();
        }

        @Override
        public boolean covers(Source source) {
            return SIGNED.getOrDefault(this, List.of()).stream().anyMatch(source::isSameAs)
                    || (this == PLAID && source.isInBody());
        }
    }
}
