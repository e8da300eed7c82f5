package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.inbound.verify.Vectors.Vector;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.inbound.verify.request.Source;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What tells an event from all others, and who could give it another id. */
@Tag("unit")
class EventIdsTest {

    private static final String SECRET = "FAKE-shared-secret";

    private static Outcome.Verified verified(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Verified.class);
        return (Outcome.Verified) outcome;
    }

    private static Outcome.Verified verified(Vector vector) {
        return verified(vector.verifier().judge(vector.request()));
    }

    private static String key(Outcome.Verified verified) {
        return HexFormat.of().formatHex(verified.key().orElseThrow().hash());
    }

    private static String hex(String secret, String text) {
        return HexFormat.of().formatHex(Requests.hmac(secret, text));
    }

    private static Outcome.Verified github(String delivery, String body) {
        return verified(
                Requests.to("github")
                        .header("X-Hub-Signature-256", "sha256=" + hex(SECRET, body))
                        .header("X-GitHub-Delivery", delivery)
                        .body(body)
                        .judgedWith(SECRET));
    }

    @Test
    void an_id_that_is_not_signed_comes_with_a_hash_of_what_is() {
        Optional<Outcome.Repeatable> first = github("1", "{}").repeatable();

        assertThat(first.orElseThrow().hash())
                .isEqualTo(github("2", "{}").repeatable().orElseThrow().hash())
                .as("without an id")
                .isEqualTo(github("", "{}").repeatable().orElseThrow().hash());
        assertThat(verified(Vectors.find("stripe-valid")).repeatable())
                .as("the id in the body is signed")
                .isEmpty();
    }

    @Test
    void who_tells_no_events_apart_has_nothing_compared() {
        String body = "{\"events\":[]}";

        assertThat(
                        verified(
                                        Requests.to("asana")
                                                .header("X-Hook-Signature", hex(SECRET, body))
                                                .body(body)
                                                .judgedWith(SECRET))
                                .repeatable())
                .isEmpty();
    }

    @Test
    void an_id_that_is_not_signed_stands_for_one_body_only() {
        String first = key(github("1", "{}"));

        assertThat(key(github("1", "{}"))).isEqualTo(first);
        assertThat(key(github("1", "{\"a\":1}"))).isNotEqualTo(first);
        assertThat(github("1", "{}").key().orElseThrow().text()).isEqualTo("1");
    }

    @Test
    void who_writes_the_time_into_the_body_may_send_another_body_each_time() {
        assertThat(key(linear(Requests.NOW.toEpochMilli())))
                .isEqualTo(key(linear(Requests.NOW.toEpochMilli() - 1_000)));
    }

    private static Outcome.Verified linear(long time) {
        String body = "{\"webhookTimestamp\":" + time + "}";
        return verified(
                Requests.to("linear")
                        .header("Linear-Signature", hex(SECRET, body))
                        .header("Linear-Delivery", "1")
                        .body(body)
                        .judgedWith(SECRET));
    }

    @Test
    void another_event_beside_a_signature_of_mailgun_is_taken_for_a_repetition() {
        Vector first = Vectors.find("mailgun-valid");
        Vector forged = Vectors.find("mailgun-event-not-signed");

        assertThat(key(verified(forged))).isEqualTo(key(verified(first)));
    }

    @Test
    void a_token_that_is_signed_goes_before_one_that_somebody_put_beside_it() {
        String token = "FAKE-token";
        String form =
                "timestamp=1767225600&token=%s&signature=%s"
                        .formatted(token, hex("FAKE-key", "1767225600" + token));
        String alsoJson = "{\"signature\":{\"token\":\"FAKE-other\"},\"x\":\"&" + form + "&\"}";

        for (String body : new String[] {form, alsoJson}) {
            assertThat(
                            verified(
                                            Requests.to("mailgun")
                                                    .header(
                                                            "Content-Type",
                                                            "application/x-www-form-urlencoded")
                                                    .body(body)
                                                    .judgedWith("FAKE-key"))
                                    .key()
                                    .orElseThrow()
                                    .text())
                    .isEqualTo(token);
        }
    }

    @Test
    void no_provider_is_thought_to_send_no_two_events_with_the_same_bytes() {
        assertThat(Vectors.PRESETS.all())
                .allSatisfy(preset ->
                        assertThat(preset.dedupe())
                                .as(preset.id())
                                .doesNotContain(List.of(new Source.HashOfBody())));
    }

    @Test
    void what_has_neither_an_id_nor_a_time_is_an_event_each_time() {
        assertThat(verified(Vectors.find("plaid-valid")).key()).isEmpty();
        assertThat(verified(Vectors.find("msgraph-valid")).key()).isEmpty();
        assertThat(verified(Vectors.find("meta-valid")).key()).isEmpty();
        assertThat(verified(Vectors.find("woo-valid")).key()).isEmpty();
    }

    @Test
    void what_has_an_id_or_a_time_in_its_body_is_known_again_by_it_and_all_else_there() {
        assertThat(key(graph("n1", "updated"))).isEqualTo(key(graph("n1", "updated")));
        assertThat(key(graph("n2", "updated"))).isNotEqualTo(key(graph("n1", "updated")));
        assertThat(key(graph("n1", "deleted"))).isNotEqualTo(key(graph("n1", "updated")));
        assertThat(key(whatsapp("read"))).isEqualTo(key(whatsapp("read")));
        assertThat(key(whatsapp("read"))).isNotEqualTo(key(whatsapp("delivered")));
    }

    private static Outcome.Verified graph(String id, String change) {
        return verified(
                Requests.to("microsoft-graph")
                        .body(
                                "{\"value\":[{\"id\":\"%s\",\"clientState\":\"FAKE-state\",\"changeType\":\"%s\"}]}"
                                        .formatted(id, change))
                        .judgedWith("FAKE-state"));
    }

    private static Outcome.Verified whatsapp(String status) {
        String body =
                "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[{\"id\":\"wamid.1\",\"status\":\"%s\"}]}}]}]}"
                        .formatted(status);
        return verified(
                Requests.to("meta")
                        .header("X-Hub-Signature-256", "sha256=" + hex(SECRET, body))
                        .body(body)
                        .judgedWith(SECRET));
    }

    @Test
    void a_batch_is_not_taken_for_another_one_that_begins_with_the_same_event() {
        for (String preset : List.of("azure-event-grid", "auth0")) {
            String first = batch(preset, "[{\"id\":1,\"log_id\":1},{\"id\":2,\"log_id\":2}]");

            assertThat(batch(preset, "[{\"id\":1,\"log_id\":1},{\"id\":3,\"log_id\":3}]"))
                    .as(preset)
                    .isNotEqualTo(first);
            assertThat(batch(preset, "[{\"id\":1,\"log_id\":1},{\"id\":2,\"log_id\":2}]"))
                    .as(preset)
                    .isEqualTo(first);
        }
    }

    private static String batch(String preset, String body) {
        return key(
                verified(
                        Requests.to(preset)
                                .url(Requests.URL + "?code=FAKE-code")
                                .header("Authorization", "FAKE-code")
                                .body(body)
                                .judgedWith("FAKE-code")));
    }

    @Test
    void the_id_of_a_ticket_that_a_trigger_of_zendesk_sends_is_no_id_of_an_event() {
        String invoked = key(zendesk("1", "{\"id\":\"35436\"}"));

        assertThat(key(zendesk("2", "{\"id\":\"35436\"}"))).isNotEqualTo(invoked);
        assertThat(key(zendesk("1", "{\"id\":\"35436\"}"))).isEqualTo(invoked);
    }

    private static Outcome.Verified zendesk(String invocation, String body) {
        String time = "2026-01-01T00:00:00Z";
        return verified(
                Requests.to("zendesk")
                        .header(
                                "X-Zendesk-Webhook-Signature",
                                Base64.getEncoder()
                                        .encodeToString(Requests.hmac(SECRET, time + body)))
                        .header("X-Zendesk-Webhook-Signature-Timestamp", time)
                        .header("X-Zendesk-Webhook-Invocation-Id", invocation)
                        .body(body)
                        .judgedWith(SECRET));
    }

    @Test
    void what_one_event_of_gitlab_brings_about_has_its_uuid_and_is_another_one() {
        assertThat(key(gitlab("{\"object_kind\":\"push\"}")))
                .isNotEqualTo(key(gitlab("{\"object_kind\":\"pipeline\"}")));
    }

    private static Outcome.Verified gitlab(String body) {
        return verified(
                Requests.to("gitlab-token")
                        .header("X-Gitlab-Token", "FAKE-token")
                        .header("X-Gitlab-Event-UUID", "1")
                        .body(body)
                        .judgedWith("FAKE-token"));
    }

    @Test
    void an_id_of_the_endpoints_own_stands_for_one_event_of_a_scheme_that_is_code() {
        OwnChecks own = new OwnChecks(Optional.empty(), Optional.empty(), List.of("Content-Type"));

        for (String id : List.of("plaid-valid", "sns-v2-notification")) {
            Vector vector = Vectors.find(id);
            DedupeKey key =
                    verified(vector.verifier(own).judge(vector.request())).key().orElseThrow();
            assertThat(key.content()).as(id).isPresent();
        }
    }

    @Test
    void what_braintree_does_not_sign_makes_no_other_event() {
        Vector vector = Vectors.find("braintree-valid");

        assertThat(key(verified(vector.verifier().judge(withMore(vector.request(), "&x=1")))))
                .isEqualTo(key(verified(vector)));
    }

    @Test
    void what_amazon_does_not_sign_makes_no_other_event() {
        Vector vector = Vectors.find("sns-v2-notification");

        assertThat(key(verified(vector.verifier().judge(withMore(vector.request(), " ")))))
                .isEqualTo(key(verified(vector)));
        assertThat(verified(vector).repeatable()).isEmpty();
    }

    @Test
    void paypals_events_are_told_apart_by_what_it_signs() {
        Outcome.Verified verified = verified(Vectors.find("paypal-valid"));

        assertThat(verified.key().orElseThrow().text()).isEqualTo("tx-fake");
        assertThat(verified.repeatable()).isEmpty();
    }

    private static ReceivedRequest withMore(ReceivedRequest request, String more) {
        return new ReceivedRequest(
                request.method(),
                request.ingestUrl(),
                request.rawQuery(),
                request.headers(),
                (new String(request.body(), UTF_8) + more).getBytes(UTF_8),
                request.mostDecoded(),
                request.source(),
                request.receivedAt());
    }
}
