package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Json;
import io.hookbridge.inbound.verify.Vectors.Vector;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.net.Header;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Genuine requests with one thing changed. What a provider signs is written down here once more,
 * and read by other means than those of the server.
 */
@Tag("unit")
class MutationsTest {

    private static final int MUTATIONS = 10_000;

    /** Presets that sign nothing of a request. */
    private static final Set<String> TOKENS =
            Set.of(
                    "gitlab-token",
                    "telegram",
                    "okta",
                    "auth0",
                    "chargebee",
                    "postmark",
                    "cloudevents-http",
                    "azure-event-grid");

    /** Those that sign something in the body instead of the body. */
    private static final Map<String, List<String>> SIGNED_MEMBERS =
            Map.of(
                    "mailgun", List.of("/signature/timestamp", "/signature/token"),
                    "adyen-standard",
                            Stream.of(
                                            "pspReference",
                                            "originalReference",
                                            "merchantAccountCode",
                                            "merchantReference",
                                            "amount/value",
                                            "amount/currency",
                                            "eventCode",
                                            "success",
                                            "additionalData/hmacSignature")
                                    .map(name ->
                                            "/notificationItems/0/NotificationRequestItem/" + name)
                                    .toList(),
                    "microsoft-graph", List.of("/value/0/clientState"),
                    "aws-sns",
                            Stream.of(
                                            "Message",
                                            "MessageId",
                                            "Subject",
                                            "Timestamp",
                                            "TopicArn",
                                            "Type",
                                            "Signature",
                                            "SignatureVersion",
                                            "SigningCertURL")
                                    .map(name -> "/" + name)
                                    .toList());

    /** Headers that are signed, or are what proves the request. */
    private static final Map<String, List<String>> SIGNED_HEADERS = signedHeaders();

    private static Map<String, List<String>> signedHeaders() {
        Map<String, List<String>> headers = new HashMap<>();
        List<String> standard = List.of("webhook-id", "webhook-timestamp");
        for (String preset :
                List.of(
                        "standard-webhooks",
                        "standard-webhooks-v1a",
                        "openai",
                        "polar",
                        "gitlab-signed")) {
            headers.put(preset, standard);
        }
        for (String preset : List.of("svix", "clerk", "resend")) {
            headers.put(preset, List.of("svix-id", "svix-timestamp"));
        }
        headers.put("slack", List.of("X-Slack-Request-Timestamp"));
        headers.put("zoom", List.of("x-zm-request-timestamp"));
        headers.put(
                "twitch",
                List.of("Twitch-Eventsub-Message-Id", "Twitch-Eventsub-Message-Timestamp"));
        headers.put("zendesk", List.of("X-Zendesk-Webhook-Signature-Timestamp"));
        headers.put("hubspot-v3", List.of("X-HubSpot-Request-Timestamp"));
        headers.put("discord-events", List.of("X-Signature-Timestamp"));
        headers.put("sendgrid", List.of("X-Twilio-Email-Event-Webhook-Timestamp"));
        headers.put(
                "paypal",
                List.of(
                        "PAYPAL-TRANSMISSION-ID",
                        "PAYPAL-TRANSMISSION-TIME",
                        "PAYPAL-AUTH-ALGO",
                        "PAYPAL-CERT-URL"));
        headers.put("plaid", List.of("Plaid-Verification"));
        headers.put("gitlab-token", List.of("X-Gitlab-Token"));
        headers.put("telegram", List.of("X-Telegram-Bot-Api-Secret-Token"));
        return headers;
    }

    /** Presets that sign the URL. */
    private static final Set<String> SIGNED_URL =
            Set.of("square", "twilio", "hubspot-v2", "hubspot-v3");

    private final Random random = new Random(16);
    private int changedSomethingSigned;

    @Test
    void no_request_is_accepted_of_which_something_signed_was_changed() {
        List<Vector> genuine =
                Vectors.ALL.stream()
                        .filter(Vector::isAccepted)
                        .filter(each ->
                                each.verifier().judge(each.request()) instanceof Outcome.Verified)
                        .toList();
        Map<String, Verifier> verifiers = new HashMap<>();
        List<String> forged = new ArrayList<>();
        for (int i = 0; i < MUTATIONS; i++) {
            Vector vector = genuine.get(i % genuine.size());
            ReceivedRequest changed = changed(vector.request());
            boolean isSigned = !signed(vector, changed).equals(signed(vector, vector.request()));
            changedSomethingSigned += isSigned ? 1 : 0;
            Outcome outcome =
                    verifiers.computeIfAbsent(vector.id(), _ -> vector.verifier()).judge(changed);
            if (isSigned && outcome instanceof Outcome.Verified) {
                forged.add(i + ": " + vector.id());
            }
        }

        assertThat(forged).isEmpty();
        assertThat(changedSomethingSigned).isGreaterThan(MUTATIONS / 3);
    }

    @Test
    void no_request_is_accepted_with_another_secret() {
        List<String> forged =
                Vectors.ALL.stream()
                        .filter(Vector::isAccepted)
                        .filter(vector -> !vector.material().secrets().isEmpty())
                        // Its secret only fetches the key.
                        .filter(vector -> !vector.preset().equals("plaid"))
                        .filter(vector ->
                                new Verifier(
                                                        Vectors.PRESETS
                                                                .find(vector.preset())
                                                                .orElseThrow(),
                                                        Material.of(
                                                                "FAKE:another|secret",
                                                                "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=",
                                                                "00".repeat(32)),
                                                        OwnChecks.NONE,
                                                        vector.coded())
                                                .judge(vector.request())
                                        instanceof Outcome.Verified)
                        .map(Vector::id)
                        .toList();

        assertThat(forged).isEmpty();
    }

    private ReceivedRequest changed(ReceivedRequest request) {
        List<Header> headers = new ArrayList<>(request.headers());
        return switch (random.nextInt(4)) {
            case 0 -> {
                int at = random.nextInt(headers.size());
                Header header = headers.get(at);
                String value = new String(changed(header.value().getBytes(ISO_8859_1)), ISO_8859_1);
                headers.set(at, new Header(header.name(), value.replaceAll("[\r\n\0]", "?")));
                yield with(request, request.rawQuery(), headers, request.body());
            }
            case 1 ->
                    with(
                            request,
                            Optional.of(request.rawQuery().orElse("") + "&" + random.nextInt(100)),
                            headers,
                            request.body());
            default -> with(request, request.rawQuery(), headers, changed(request.body()));
        };
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        byte other = (byte) random.nextInt(256);
        byte[] tail = Arrays.copyOfRange(bytes, Math.min(bytes.length, at + 1), bytes.length);
        return switch (random.nextInt(3)) {
            case 0 ->
                    joined(
                            Arrays.copyOf(bytes, at),
                            new byte[] {other},
                            Arrays.copyOfRange(bytes, at, bytes.length));
            case 1 -> joined(Arrays.copyOf(bytes, at), new byte[0], tail);
            default ->
                    at == bytes.length
                            ? joined(bytes, new byte[] {other}, tail)
                            : joined(
                                    Arrays.copyOf(bytes, at),
                                    new byte[] {(byte) (bytes[at] ^ (1 << random.nextInt(8)))},
                                    tail);
        };
    }

    private static byte[] joined(byte[] first, byte[] second, byte[] third) {
        byte[] all = Arrays.copyOf(first, first.length + second.length + third.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        System.arraycopy(third, 0, all, first.length + second.length, third.length);
        return all;
    }

    private static ReceivedRequest with(
            ReceivedRequest request, Optional<String> query, List<Header> headers, byte[] body) {
        return new ReceivedRequest(
                request.method(),
                request.ingestUrl(),
                query,
                headers,
                body,
                request.mostDecoded(),
                request.source(),
                request.receivedAt());
    }

    /** Everything of a request that its provider signs, or that proves it. */
    private static List<String> signed(Vector vector, ReceivedRequest request) {
        List<String> signed = new ArrayList<>();
        String preset = vector.preset();
        SIGNED_HEADERS
                .getOrDefault(preset, List.of())
                .forEach(name -> signed.add(header(request, name)));
        if (SIGNED_URL.contains(preset)) {
            signed.add(request.url());
        }
        if (SIGNED_MEMBERS.containsKey(preset)) {
            JsonNode json = json(request.body());
            SIGNED_MEMBERS.get(preset).forEach(name -> signed.add(json.at(name).asString("")));
        } else if (preset.equals("twilio")
                && !header(vector.request(), "Content-Type").contains("json")) {
            signed.add(sortedForm(request));
        } else if (preset.equals("braintree")) {
            signed.add(form(request.body()).getOrDefault("bt_payload", new TreeSet<>()).toString());
        } else if (!TOKENS.contains(preset)) {
            signed.add(new String(request.body(), ISO_8859_1));
        }
        return signed;
    }

    private static String header(ReceivedRequest request, String name) {
        return request.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(header -> header.value().strip())
                .findFirst()
                .orElse("");
    }

    private static JsonNode json(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException broken) {
            return MissingNode.getInstance();
        }
    }

    /** As Twilio's documents describe it. */
    private static String sortedForm(ReceivedRequest request) {
        StringBuilder text = new StringBuilder();
        form(request.body())
                .forEach(
                        (name, values) -> values.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    private static Map<String, Set<String>> form(byte[] body) {
        Map<String, Set<String>> form = new TreeMap<>();
        for (String field : new String(body, ISO_8859_1).split("&")) {
            String[] pair = field.split("=", 2);
            form.computeIfAbsent(decoded(pair[0]), _ -> new TreeSet<>())
                    .add(pair.length == 2 ? decoded(pair[1]) : "");
        }
        return form;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(new String(text.getBytes(ISO_8859_1), UTF_8), UTF_8);
        } catch (IllegalArgumentException broken) {
            return "broken " + text;
        }
    }
}
