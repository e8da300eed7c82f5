package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import io.hookbridge.base.Patience;
import io.hookbridge.sdk.HookBridge;
import io.hookbridge.sdk.RefusedException;
import io.hookbridge.sdk.Remedy;
import io.hookbridge.sdk.endpoint.CreateEndpointRequest;
import io.hookbridge.sdk.endpoint.CreatedEndpoint;
import io.hookbridge.sdk.endpoint.SignatureScheme;
import io.hookbridge.sdk.event.ListPullEventsQuery;
import io.hookbridge.sdk.event.PullEvent;
import io.hookbridge.sdk.event.WantedPullEventStatus;
import io.hookbridge.sdk.examples.FollowExample;
import io.hookbridge.sdk.examples.PullExample;
import io.hookbridge.sdk.examples.ReceiveExample;
import io.hookbridge.sdk.examples.ReceiveExample.OrderCreated;
import io.hookbridge.sdk.examples.SendExample;
import io.hookbridge.sdk.inbound.InboundEndpointRequest;
import io.hookbridge.sdk.json.JsonText;
import io.hookbridge.sdk.message.MessageStatus;
import io.hookbridge.sdk.pull.CreatePullEndpointRequest;
import io.hookbridge.sdk.pull.CreatedPullEndpoint;
import io.hookbridge.sdk.send.SendWebhookRequest;
import io.hookbridge.sdk.webhook.InvalidWebhookException;
import io.hookbridge.sdk.webhook.SignatureForm;
import io.hookbridge.sdk.webhook.WebhookEvent;
import io.hookbridge.sdk.webhook.WebhookVerifier;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The SDK for Java, with its examples, against a real server. */
@Tag("black-box")
@ExtendWith(SharedServer.class)
class JavaSdkTest {

    private static HookBridge client(Installation installation) {
        return HookBridge.builder()
                .baseUrl(installation.server().publicUrl().toString())
                .apiKey(installation.key())
                .build();
    }

    /** A receiver that is told what to do when its address is known. */
    private record Receiver(HttpServer server) implements AutoCloseable {

        static Receiver start() throws IOException {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.start();
            return new Receiver(server);
        }

        String url(String path) {
            return "http://127.0.0.1:" + server.getAddress().getPort() + path;
        }

        void at(String path, HttpHandler handler) {
            server.createContext(path, handler);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("what was waited for").isNotNull();
        return Objects.requireNonNull(next);
    }

    @Test
    void what_the_examples_send_is_believed_and_followed(Installation installation)
            throws Exception {
        HookBridge client = client(installation);
        BlockingQueue<OrderCreated> orders = new LinkedBlockingQueue<>();
        try (Receiver receiver = Receiver.start()) {
            CreatedEndpoint made = SendExample.makeEndpoint(client, receiver.url("/sdk-orders"));
            String endpoint = made.endpoint().id();
            receiver.at("/sdk-orders", new ReceiveExample(made.signingSecret(), orders::add));

            String first = SendExample.orderCreated(client, endpoint, 1042).messageId();
            String again = SendExample.orderCreated(client, endpoint, 1042).messageId();
            String second = SendExample.orderCreated(client, endpoint, 1043).messageId();

            assertThat(again).isEqualTo(first);
            assertThat(List.of(next(orders), next(orders)))
                    .containsExactlyInAnyOrder(
                            new OrderCreated("order.created", 1042),
                            new OrderCreated("order.created", 1043));
            Patience.until(
                    "both are written down",
                    () -> FollowExample.delivered(client, endpoint).size() == 2);
            assertThat(FollowExample.delivered(client, endpoint)).containsExactly(second, first);
            assertThat(FollowExample.causes(client, first)).isEmpty();
            assertThat(new String(client.messages().payload(first), StandardCharsets.UTF_8))
                    .contains("1042");
            client.endpoints().delete(endpoint);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SignatureScheme.class,
            names = {"V1", "V1A"})
    void signatures_of_standard_webhooks_are_believed(
            SignatureScheme scheme, Installation installation) throws Exception {
        HookBridge client = client(installation);
        BlockingQueue<WebhookEvent> events = new LinkedBlockingQueue<>();
        try (Receiver receiver = Receiver.start()) {
            String path = "/sdk-" + scheme.word();
            CreatedEndpoint made =
                    client.endpoints()
                            .create(
                                    CreateEndpointRequest.of(receiver.url(path))
                                            .signatureScheme(scheme));
            receiver.at(path, verifying(WebhookVerifier.of(made.signingSecret()), events));

            String id =
                    client.messages()
                            .send(
                                    SendWebhookRequest.of(
                                            made.endpoint().id(), "{ \"price\" : 1.50 }"))
                            .messageId();

            WebhookEvent event = next(events);
            assertThat(event.id()).contains(id);
            assertThat(event.text()).isEqualTo("{ \"price\" : 1.50 }");
            client.endpoints().delete(made.endpoint().id());
        }
    }

    @Test
    void what_is_signed_again_as_the_provider_signs_is_believed(Installation installation)
            throws Exception {
        HookBridge client = client(installation);
        BlockingQueue<WebhookEvent> events = new LinkedBlockingQueue<>();
        String secret = "whsec_FAKEofstripe";
        try (Receiver receiver = Receiver.start()) {
            receiver.at(
                    "/",
                    verifying(
                            WebhookVerifier.builder()
                                    .key(secret, SignatureForm.ofPreset("stripe"))
                                    .build(),
                            events));
            var made =
                    client.inboundEndpoints()
                            .create(
                                    InboundEndpointRequest.create()
                                            .name("shop")
                                            .url(receiver.url("/"))
                                            .preset("stripe")
                                            .hmacSecret(secret)
                                            .signAsProvider(true));
            String body = "{\"id\":\"evt_1\",\"type\":\"invoice.paid\"}";

            post(made.endpoint().ingestUrl(), "Stripe-Signature", signed(secret, body), body);

            assertThat(next(events).payload()).containsEntry("type", "invoice.paid");
            client.inboundEndpoints().delete(made.endpoint().id());
        }
    }

    private static HttpHandler verifying(
            WebhookVerifier verifier, BlockingQueue<WebhookEvent> events) {
        return exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                events.add(verifier.verify(exchange.getRequestHeaders(), body));
                exchange.sendResponseHeaders(204, -1);
            } catch (InvalidWebhookException notGenuine) {
                exchange.sendResponseHeaders(401, -1);
            }
        };
    }

    private static String signed(String secret, String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] made = mac.doFinal((now + "." + body).getBytes(StandardCharsets.UTF_8));
        return "t=" + now + ",v1=" + HexFormat.of().formatHex(made);
    }

    private static void post(String url, String header, String value, String body)
            throws Exception {
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(url))
                                        .header(header, value)
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    @Test
    void what_a_pull_endpoint_has_received_is_fetched_once(Installation installation)
            throws Exception {
        HookBridge client = client(installation);
        CreatedPullEndpoint made =
                client.pullEndpoints().create(CreatePullEndpointRequest.create().name("events"));
        String id = made.endpoint().id();
        post(made.endpoint().ingestUrl(), "Content-Type", "application/json", "{\"type\":\"a\"}");
        List<Object> worked = new ArrayList<>();

        assertThat(PullExample.work(client, id, worked::add)).isEqualTo(1);

        assertThat(worked).containsExactly(Map.of("type", "a"));
        ListPullEventsQuery delivered =
                ListPullEventsQuery.create().status(List.of(WantedPullEventStatus.DELIVERED));
        assertThat(client.pullEvents().list(id, delivered).stream().map(PullEvent::deliveredAt))
                .hasSize(1)
                .doesNotContainNull();
        client.pullEndpoints().delete(id);
    }

    @Test
    void no_payload_of_a_sender_keeps_the_others_from_being_fetched(Installation installation)
            throws Exception {
        HookBridge client = client(installation);
        CreatedPullEndpoint made =
                client.pullEndpoints().create(CreatePullEndpointRequest.create().name("events"));
        String id = made.endpoint().id();
        List<String> bodies =
                List.of(
                        "{\"a\":1,\"a\":2}",
                        "[".repeat(201) + "]".repeat(201),
                        "1e9999999",
                        "1".repeat(1001));
        for (String body : bodies) {
            post(made.endpoint().ingestUrl(), "Content-Type", "application/json", body);
        }
        post(made.endpoint().ingestUrl(), "Content-Type", "application/json", "{\"type\":\"a\"}");
        List<Object> worked = new ArrayList<>();

        assertThat(PullExample.work(client, id, worked::add)).isEqualTo(5);

        assertThat(worked.subList(0, 4))
                .isEqualTo(bodies.stream().<Object>map(JsonText::new).toList());
        assertThat(worked.get(4)).isEqualTo(Map.of("type", "a"));
        client.pullEndpoints().delete(id);
    }

    @Test
    void a_refusal_says_what_can_be_done(Installation installation) {
        HookBridge client = client(installation);
        HookBridge stranger =
                HookBridge.builder()
                        .baseUrl(installation.server().publicUrl().toString())
                        .apiKey("hb_live_FAKEofnobody000000")
                        .build();

        assertThatThrownBy(() -> client.messages().get("01935abc-def0-7123-9abc-def012345678"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("NOT_FOUND");
                            assertThat(refused.requestId()).startsWith("req_");
                            assertThat(refused.remedy()).isEqualTo(Remedy.CORRECT_THE_REQUEST);
                        });
        assertThatThrownBy(() -> stranger.projects().list())
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.remedy()).isEqualTo(Remedy.CHECK_THE_KEY));
    }

    @Test
    void whatever_can_be_listed_or_counted_can_be_read(Installation installation) {
        HookBridge client = client(installation);

        assertThat(client.projects().list()).isNotEmpty();
        assertThat(client.apiKeys().list()).isNotEmpty();
        assertThat(client.auditEvents().list().stream()).isNotEmpty();
        assertThat(client.inboundPresets().list()).isNotEmpty();
        assertThat(client.billing().subscription().data().plan()).isEqualTo("pro");
        assertThat(client.billing().usageHistory().stream()).isNotEmpty();
        assertThat(client.metrics().outboundOverTime().buckets()).isNotEmpty();
        assertThat(client.metrics().inbound().totalMessages()).isNotNegative();
        assertThat(client.metrics().pull().totalMessages()).isNotNegative();
        assertThat(client.logs().outbound().items())
                .allSatisfy(
                        each -> assertThat(each.status()).isNotEqualTo(MessageStatus.UNRECOGNIZED));
        assertThat(client.deadLetters().list().meta().hasMore()).isNotNull();
        assertThat(client.exports().list()).isNotNull();
    }
}
