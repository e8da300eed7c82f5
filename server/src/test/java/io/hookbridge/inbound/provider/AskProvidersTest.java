package io.hookbridge.inbound.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Json;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.inbound.verify.coded.PlaidAccount;
import io.hookbridge.inbound.verify.coded.ProviderKeys;
import io.hookbridge.inbound.verify.coded.ProviderKeys.Found;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Asking a provider's server over TLS, by the client that deliveries go out with. */
@Tag("unit")
class AskProvidersTest {

    private static final String HOST = "sns.eu-test-1.amazonaws.com";
    private static final URI KEY = URI.create("https://" + HOST + "/key.pem");
    private static final EnvironmentId ENVIRONMENT = new EnvironmentId(new UUID(8, 1));
    private static final Executor OWN_THREADS = task -> Thread.ofVirtual().start(task);

    private final AtomicLong nanos = new AtomicLong();
    private ProviderDouble provider = ProviderDouble.of(HOST);
    private AskProviders asking =
            new AskProviders(provider.inquiry(), Patience.LONGEST, nanos::get);

    @AfterEach
    void stop() {
        provider.close();
    }

    private void replace(ProviderDouble other) {
        provider.close();
        provider = other;
        asking = new AskProviders(provider.inquiry(), Patience.LONGEST, nanos::get);
    }

    private static AskProviders.Asker endpoint(int number) {
        return new AskProviders.Asker(new TargetId(new UUID(7, number)), ENVIRONMENT);
    }

    private ProviderKeys keys(int endpoint) {
        return asking.keysFor(endpoint(endpoint));
    }

    private static void assertContent(Found found, String content) {
        assertThat(found)
                .isInstanceOfSatisfying(
                        Found.Content.class,
                        it ->
                                assertThat(new String(it.bytes(), StandardCharsets.UTF_8))
                                        .isEqualTo(content));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void what_is_published_is_fetched_once_for_all_endpoints_and_kept_for_an_hour() {
        provider.publish("/key.pem", 200, "FAKE key");

        assertContent(keys(1).at(KEY), "FAKE key");
        provider.publish("/key.pem", 200, "FAKE other key");
        pass(Duration.ofMinutes(59));
        assertContent(keys(2).at(KEY), "FAKE key");
        assertThat(provider.asked("/key.pem")).isEqualTo(1);
        pass(Duration.ofMinutes(2));
        assertContent(keys(1).at(KEY), "FAKE other key");

        assertThat(provider.asked().getFirst())
                .isEqualTo(new ProviderDouble.Asked("GET", HOST, "/key.pem", ""));
    }

    @Test
    void of_many_that_ask_for_the_same_at_once_one_makes_the_request() {
        provider.publish("/key.pem", 200, "FAKE key");
        provider.hold();

        List<CompletableFuture<Found>> all =
                IntStream.range(0, 20)
                        .mapToObj(number ->
                                CompletableFuture.supplyAsync(
                                        () -> keys(number).at(KEY), OWN_THREADS))
                        .toList();
        Patience.until("the request has come", () -> provider.asked("/key.pem") > 0);
        provider.goOn();

        all.forEach(found -> assertContent(found.join(), "FAKE key"));
        assertThat(provider.asked("/key.pem")).isEqualTo(1);
    }

    @Test
    void a_redirect_is_not_followed() {
        provider.publish("/key.pem", 302, "https://" + HOST + "/elsewhere.pem");
        provider.publish("/elsewhere.pem", 200, "FAKE key of somebody else");

        assertThat(keys(1).at(KEY)).isEqualTo(new Found.Unknown());
        assertThat(provider.asked("/elsewhere.pem")).isZero();
    }

    @Test
    void that_there_is_nothing_is_remembered_for_a_minute() {
        assertThat(keys(1).at(KEY)).isEqualTo(new Found.Unknown());
        provider.publish("/key.pem", 200, "FAKE key");
        pass(Duration.ofSeconds(59));
        assertThat(keys(2).at(KEY)).isEqualTo(new Found.Unknown());

        pass(Duration.ofSeconds(2));

        assertContent(keys(1).at(KEY), "FAKE key");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 408})
    void a_server_that_cannot_tell_is_asked_again_a_little_later(int status) {
        provider.publish("/key.pem", status, "");

        assertThat(keys(1).at(KEY)).isEqualTo(new Found.Unreachable());
        provider.publish("/key.pem", 200, "FAKE key");
        assertThat(keys(1).at(KEY)).isEqualTo(new Found.Unreachable());
        pass(Duration.ofSeconds(6));

        assertContent(keys(1).at(KEY), "FAKE key");
    }

    @Test
    void a_server_without_a_trusted_certificate_is_told_nothing() {
        replace(ProviderDouble.untrusted(HOST));
        provider.publish("/key.pem", 200, "FAKE key");

        assertThat(keys(1).at(KEY)).isEqualTo(new Found.Unreachable());
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void a_certificate_for_another_host_is_none_for_the_provider() {
        replace(ProviderDouble.of("other.example"));
        provider.publish("/key.pem", 200, "FAKE key");

        assertThat(keys(1).at(KEY)).isEqualTo(new Found.Unreachable());
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void a_providers_name_that_leads_to_a_private_address_is_not_followed() {
        replace(ProviderDouble.atPrivateAddress(HOST));
        provider.publish("/key.pem", 200, "FAKE key");

        assertThat(keys(1).at(KEY)).isEqualTo(new Found.Unreachable());
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void an_answer_that_is_too_long_is_no_key() {
        provider.publish("/key.pem", 200, "k".repeat(100_000));

        assertThat(keys(1).at(KEY)).isEqualTo(new Found.Unknown());
    }

    @Test
    void an_endpoint_causes_ten_requests_a_minute_whatever_is_made_up_for_it() {
        provider.publish("/key.pem", 200, "FAKE key");
        assertContent(keys(1).at(KEY), "FAKE key");

        for (int i = 0; i < 30; i++) {
            var _ = keys(1).at(URI.create("https://" + HOST + "/made-up-" + i));
        }

        assertThat(provider.asked()).hasSize(AskProviders.MOST_INQUIRIES);
        assertContent(keys(1).at(KEY), "FAKE key");
        assertThat(keys(2).at(URI.create("https://" + HOST + "/made-up-29")))
                .as("of another endpoint")
                .isEqualTo(new Found.Unknown());
        pass(Duration.ofMinutes(1));
        assertThat(keys(1).at(URI.create("https://" + HOST + "/made-up-28")))
                .isEqualTo(new Found.Unknown());
    }

    @Test
    void whoever_makes_names_up_keeps_no_endpoint_from_a_key_that_it_had() {
        provider.publish("/key.pem", 200, "FAKE key");
        assertContent(keys(1).at(KEY), "FAKE key");
        pass(Duration.ofMinutes(61));
        for (int i = 0; i < 30; i++) {
            var _ = keys(1).at(URI.create("https://" + HOST + "/made-up-" + i));
        }

        assertContent(keys(1).at(KEY), "FAKE key");

        assertThat(provider.asked("/key.pem")).isEqualTo(2);
    }

    @Test
    void no_more_requests_wait_than_there_are_places() {
        provider.publish("/key.pem", 200, "FAKE key");
        provider.hold();
        int more = AskProviders.MOST_WAITING + 8;

        List<CompletableFuture<Found>> all =
                IntStream.range(0, more)
                        .mapToObj(number ->
                                CompletableFuture.supplyAsync(
                                        () -> keys(number).at(KEY), OWN_THREADS))
                        .toList();
        Patience.until(
                "those without a place have gone",
                () -> all.stream().filter(CompletableFuture::isDone).count() == 8);
        provider.goOn();

        assertThat(all.stream().map(CompletableFuture::join))
                .filteredOn(Found.Content.class::isInstance)
                .hasSize(AskProviders.MOST_WAITING);
    }

    @Test
    void a_key_of_plaid_is_asked_for_with_the_account_and_taken_out_of_the_answer() {
        replace(ProviderDouble.of("sandbox.plaid.com"));
        provider.publish(
                "/webhook_verification_key/get",
                200,
                "{\"key\":{\"kid\":\"FAKE-kid\"},\"request_id\":\"r\"}");

        assertContent(
                keys(1).plaidKey("FAKE-kid", new PlaidAccount("client", "FAKE-secret", true)),
                "{\"kid\":\"FAKE-kid\"}");

        ProviderDouble.Asked asked = provider.asked().getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.host()).isEqualTo("sandbox.plaid.com");
        JsonNode json = Json.readSent(asked.body().getBytes(StandardCharsets.UTF_8));
        assertThat(json.path("client_id").asString()).isEqualTo("client");
        assertThat(json.path("secret").asString()).isEqualTo("FAKE-secret");
        assertThat(json.path("key_id").asString()).isEqualTo("FAKE-kid");
    }

    @Test
    void what_plaid_refuses_to_one_account_is_not_refused_to_another() {
        replace(ProviderDouble.of("production.plaid.com"));
        String path = "/webhook_verification_key/get";
        provider.publish(path, 400, "{\"error_code\":\"INVALID_API_KEYS\"}");
        assertThat(keys(1).plaidKey("kid", new PlaidAccount("client", "FAKE-wrong", false)))
                .isEqualTo(new Found.Unknown());
        provider.publish(path, 200, "{\"key\":{}}");

        assertContent(keys(2).plaidKey("kid", new PlaidAccount("client", "FAKE", false)), "{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{}", "{\"key\":\"text\"}", "[]"})
    void an_answer_without_a_key_is_none(String body) {
        replace(ProviderDouble.of("production.plaid.com"));
        provider.publish("/webhook_verification_key/get", 200, body);

        assertThat(keys(1).plaidKey("kid", new PlaidAccount("client", "FAKE", false)))
                .isEqualTo(new Found.Unknown());
    }

    @Test
    void a_visit_is_made_each_time_and_tells_whether_the_provider_is_satisfied() {
        provider.publish("/?Action=ConfirmSubscription", 200, "<ok/>");
        URI url = URI.create("https://" + HOST + "/?Action=ConfirmSubscription");

        assertThat(asking.visit(endpoint(1), url)).isTrue();
        assertThat(asking.visit(endpoint(1), url)).isTrue();
        assertThat(provider.asked()).hasSize(2);
        provider.publish("/?Action=ConfirmSubscription", 403, "<no/>");
        assertThat(asking.visit(endpoint(1), url)).isFalse();
    }
}
