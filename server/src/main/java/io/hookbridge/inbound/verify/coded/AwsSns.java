package io.hookbridge.inbound.verify.coded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.inbound.verify.request.JsonPath;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.scheme.CheckingKey;
import io.hookbridge.inbound.verify.scheme.Encoding;
import io.hookbridge.inbound.verify.scheme.Finding;
import io.hookbridge.inbound.verify.scheme.Flaw;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Amazon SNS: RSA over some members of the body, with a certificate that Amazon publishes. Anybody
 * can have a topic that Amazon signs for, so the topic must be on the endpoint's list.
 */
final class AwsSns {

    /**
     * Not just any label: {@code sns.s3-us-west-2.amazonaws.com} is what whoever has the bucket
     * {@code sns} puts there.
     */
    private static final String REGION = "[a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}";

    private static final Pattern HOST =
            Pattern.compile("sns\\." + REGION + "\\.amazonaws\\.com(?:\\.cn)?");

    private static final Pattern TOPIC =
            Pattern.compile(
                    "arn:aws[a-z-]{0,20}:sns:" + REGION + ":[0-9]{12}:[A-Za-z0-9_.-]{1,256}");

    private static final List<String> OF_NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");

    private static final List<String> OF_CONFIRMATION =
            List.of(
                    "Message",
                    "MessageId",
                    "SubscribeURL",
                    "Timestamp",
                    "Token",
                    "TopicArn",
                    "Type");

    private static final Map<String, List<String>> SIGNED =
            Map.of(
                    "Notification", OF_NOTIFICATION,
                    "SubscriptionConfirmation", OF_CONFIRMATION,
                    "UnsubscribeConfirmation", OF_CONFIRMATION);

    private static final Map<String, String> ALGORITHMS =
            Map.of("1", "SHA1withRSA", "2", "SHA256withRSA");

    private final ProviderKeys keys;

    AwsSns(ProviderKeys keys) {
        this.keys = keys;
    }

    /**
     * @param topics their ARNs
     */
    Finding check(List<String> topics, RequestValues values) {
        byte[] body = values.content();
        Optional<byte[]> signature = text(body, "Signature").flatMap(Encoding::base64);
        if (signature.isEmpty()) {
            return new Finding.Flawed(Flaw.MISSING_SIGNATURE);
        }
        Optional<String> algorithm =
                text(body, "SignatureVersion")
                        .flatMap(it -> Optional.ofNullable(ALGORITHMS.get(it)));
        if (algorithm.isEmpty()) {
            return new Finding.Flawed(Flaw.ALG_NOT_ALLOWED);
        }
        if (!topics.contains(text(body, "TopicArn").orElse(""))) {
            return new Finding.Flawed(
                    topics.isEmpty() ? Flaw.NO_USABLE_SECRET : Flaw.TOPIC_NOT_ALLOWED);
        }
        Optional<byte[]> signed =
                text(body, "Type")
                        .flatMap(type -> Optional.ofNullable(SIGNED.get(type)))
                        .flatMap(names -> signed(body, names));
        if (signed.isEmpty()) {
            return new Finding.Flawed(Flaw.MISSING_SIGNED_PART);
        }
        Optional<URI> url =
                text(body, "SigningCertURL")
                        .flatMap(AwsSns::urlOfAmazon)
                        .filter(it -> it.getPath().endsWith(".pem") && it.getRawQuery() == null);
        if (url.isEmpty()) {
            return new Finding.Flawed(Flaw.CERT_URL_NOT_ALLOWED);
        }
        return switch (keys.at(url.get())) {
            case ProviderKeys.Found.Unreachable() -> new Finding.Undecided();
            case ProviderKeys.Found.Unknown() -> new Finding.Flawed(Flaw.UNKNOWN_KEY);
            case ProviderKeys.Found.Content(byte[] pem) ->
                    Certificates.read(pem)
                            .flatMap(found -> found.validLeaf(values.request().receivedAt()))
                            .map(leaf ->
                                    CheckingKey.Public.verify(
                                            algorithm.get(),
                                            leaf.getPublicKey(),
                                            signature.get(),
                                            List.of(signed.get())))
                            .map(AwsSns::finding)
                            .orElseGet(() -> new Finding.Flawed(Flaw.CERT_NOT_TRUSTED));
        };
    }

    private static Finding finding(boolean verified) {
        return verified
                ? new Finding.Genuine("members of the body")
                : new Finding.Flawed(Flaw.SIGNATURE_MISMATCH);
    }

    /** Whether a text can be a topic's ARN. */
    static boolean isTopic(String text) {
        return TOPIC.matcher(text).matches();
    }

    /** A URL at Amazon's notification service, as its certificates and confirmations have it. */
    static Optional<URI> urlOfAmazon(String text) {
        return ProviderUrl.parse(text, HOST);
    }

    /**
     * Of each member a line for its name and one for its value; only the subject may be missing.
     */
    private static Optional<byte[]> signed(byte[] body, List<String> names) {
        StringBuilder signed = new StringBuilder();
        for (String name : names) {
            Optional<String> value = text(body, name);
            if (value.isEmpty() && !name.equals("Subject")) {
                return Optional.empty();
            }
            value.ifPresent(it -> signed.append(name).append('\n').append(it).append('\n'));
        }
        return Optional.of(signed.toString().getBytes(UTF_8));
    }

    private static Optional<String> text(byte[] body, String name) {
        return new JsonPath(List.of(name)).textIn(body);
    }
}
