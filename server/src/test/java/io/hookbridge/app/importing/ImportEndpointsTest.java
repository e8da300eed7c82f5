package io.hookbridge.app.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.app.TestApp;
import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.Proxies;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.signing.VerifyingKey;
import io.hookbridge.net.client.RawReceiver;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;
import io.hookbridge.outbound.Receiver.Delivered;
import io.hookbridge.tenant.apikey.KeyText;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

@Tag("database")
class ImportEndpointsTest {

    private static final String SECRET = "whsec_RkFLRSBzZWNyZXQgb2YgYSByZWNlaXZlciBhdCBTdml4";

    private static TestApp app;
    private static Api api;
    private static Receiver receiver;

    @TempDir private Path folder;

    @BeforeAll
    static void start() {
        app = TestApp.start();
        receiver = Receiver.start();
        api =
                new Api(
                        URI.create("http://127.0.0.1:" + app.port()),
                        new KeyText(TestApp.KEY),
                        Proxies.of(Map.of()));
    }

    @AfterAll
    static void stop() {
        api.close();
        receiver.close();
        app.close();
    }

    private List<ForeignEndpoint> listed(Origin origin, String json) throws IOException {
        return Listing.of(Files.writeString(folder.resolve("list.json"), json), origin);
    }

    /** What is printed of a run, which is to end well. */
    private static String imported(List<ForeignEndpoint> endpoints, NewSecrets secrets) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        boolean all =
                new ImportEndpoints(api, secrets, new PrintStream(printed, true, UTF_8))
                        .all(endpoints);
        assertThat(all).as(printed.toString(UTF_8)).isTrue();
        return printed.toString(UTF_8);
    }

    private static JsonNode endpoint(String description) {
        String id =
                api.get("/v1/endpoints?limit=100")
                        .path("data")
                        .valueStream()
                        .filter(it -> it.path("description").asString("").equals(description))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asString();
        return api.get("/v1/endpoints/" + id).path("data");
    }

    @Test
    void an_endpoint_of_svix_is_made_with_all_it_has_and_its_receiver_notices_nothing()
            throws IOException {
        List<ForeignEndpoint> endpoints =
                listed(
                        Origin.SVIX,
                        """
                        {"data":[{"id":"ep_FAKE","uid":"orders","url":"%s","description":"From Svix","version":1,
                          "rateLimit":20,"disabled":false,"metadata":{"team":"payments"},"filterTypes":["order.paid"],
                          "channels":null,"secret":{"key":"%s"},
                          "headers":{"headers":{"X-Tenant":"acme","Authorization":"Bearer FAKE"},"sensitive":["X-Token"]}}],
                         "iterator":null,"prevIterator":null,"done":true}
                        """
                                .formatted(receiver.url("/from-svix"), SECRET));

        String printed = imported(endpoints, NewSecrets.at(null));

        assertThat(printed)
                .contains(
                        "made           " + receiver.url("/from-svix"),
                        "> its header Authorization is left out",
                        "> its header X-Token is left out",
                        "> it wants some event types",
                        "1 made, 0 there already, 0 refused")
                .doesNotContain(SECRET, "Bearer");
        JsonNode made = endpoint("From Svix");
        assertThat(made.path("rate_limit_rps").asInt()).isEqualTo(20);
        assertThat(made.path("signature_scheme").asString()).isEqualTo("v1");
        assertThat(made.path("headers")).hasToString("{\"X-Tenant\":\"acme\"}");
        assertThat(made.path("metadata"))
                .hasToString(
                        "{\"svix_id\":\"ep_FAKE\",\"svix_uid\":\"orders\",\"team\":\"payments\"}");
        var _ =
                api.post(
                        "/v1/webhooks/send",
                        Map.of(
                                "endpoint_id",
                                made.path("id").asString(),
                                "payload",
                                Map.of("order", 1042)),
                        202);
        Delivered delivered =
                OutboundTest.poll(
                                "the delivery",
                                () ->
                                        receiver.all().stream()
                                                .filter(it -> it.path().equals("/from-svix"))
                                                .toList(),
                                all -> !all.isEmpty())
                        .getFirst();
        String signed =
                delivered.header("webhook-id") + "." + delivered.header("webhook-timestamp") + ".";
        assertThat(
                        VerifyingKey.parse(SECRET)
                                .orElseThrow()
                                .made(
                                        SignatureScheme.STANDARD_V1,
                                        delivered
                                                .header("webhook-signature")
                                                .substring("v1,".length()),
                                        signed.getBytes(UTF_8),
                                        delivered.body().getBytes(UTF_8)))
                .isTrue();
        assertThat(imported(endpoints, NewSecrets.at(null)))
                .contains("there already", "0 made, 1 there already, 0 refused");
    }

    @Test
    void an_endpoint_of_convoy_is_made_with_a_new_secret_that_is_written_down() throws IOException {
        Path secrets = folder.resolve("secrets");
        List<ForeignEndpoint> endpoints =
                listed(
                        Origin.CONVOY,
                        """
                        {"status":true,"message":"Endpoints fetched successfully","data":{"content":[
                          {"uid":"01FAKE","name":"From Convoy","url":"https://203.0.114.9/convoy","status":"paused",
                           "owner_id":"acme","rate_limit":300,"rate_limit_duration":60,"http_timeout":90,
                           "secrets":[{"value":"FAKEsecret"}],
                           "authentication":{"type":"api_key","api_key":{"header_name":"X-Key","header_value":"FAKE"}}}],
                         "pagination":{"has_next_page":false}}}
                        """);

        String printed;
        try (NewSecrets written = NewSecrets.at(secrets)) {
            printed = imported(endpoints, written);
        }

        JsonNode made = endpoint("From Convoy");
        assertThat(printed)
                .contains("made, paused   https://203.0.114.9/convoy", "X-Webhook-Signature")
                .doesNotContain("whsec_", "FAKEsecret");
        assertThat(made.path("paused").asBoolean()).isTrue();
        assertThat(made.path("rate_limit_rps").asInt()).isEqualTo(5);
        assertThat(made.path("retry_policy")).hasToString("{\"timeout_seconds\":60}");
        assertThat(made.path("headers").has("X-Key")).isTrue();
        assertThat(Files.readString(secrets))
                .contains(made.path("id").asString(), "\"signing_secret\":\"whsec_");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> NewSecrets.at(secrets))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("is there already");
    }

    @Test
    void who_lost_the_answer_with_a_new_secret_is_told_and_may_give_the_command_again()
            throws IOException {
        Path secrets = folder.resolve("secrets");
        List<ForeignEndpoint> endpoints =
                listed(
                        Origin.CONVOY,
                        """
                        {"data":{"content":[{"uid":"01FAKE","name":"Lost","url":"https://203.0.114.9/lost","status":"active"}],
                         "pagination":{"has_next_page":false}}}
                        """);
        try (RawReceiver cut = RawReceiver.start(connection -> connection.readRequest());
                Api lost =
                        new Api(
                                URI.create("http://127.0.0.1:" + cut.port()),
                                new KeyText(TestApp.KEY),
                                Proxies.of(Map.of()));
                NewSecrets written = NewSecrets.at(secrets)) {
            ImportEndpoints run = new ImportEndpoints(lost, written, System.out);

            assertThatThrownBy(() -> run.all(endpoints))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("if https://203.0.114.9/lost is there already next time");
        }
        assertThat(secrets).doesNotExist();
    }

    @Test
    void one_that_is_refused_holds_up_no_other() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<ForeignEndpoint> endpoints =
                listed(
                        Origin.SVIX,
                        """
                        [{"url":"https://10.1.2.3/inside","secret":"%s"},{"url":"https://203.0.114.9/outside","secret":"%s"}]
                        """
                                // Svix takes them without the prefix, too.
                                .formatted(SECRET, SECRET.replace("whsec_", "")));

        boolean all =
                new ImportEndpoints(api, NewSecrets.at(null), new PrintStream(printed, true, UTF_8))
                        .all(endpoints);

        assertThat(all).isFalse();
        assertThat(printed.toString(UTF_8))
                .contains(
                        "refused        https://10.1.2.3/inside",
                        "> 400 ENDPOINT_BLOCKED: ",
                        "1 made, 0 there already, 1 refused");
    }

    @Test
    void what_is_no_list_is_said_to_be_none() throws IOException {
        String twice = "[{\"url\":\"https://a.example\"},{\"url\":\"https://a.example\"}]";
        String page = "{\"data\":[{\"url\":\"https://a.example\"}],\"done\":false}";
        for (String none :
                List.of(
                        "",
                        "nothing",
                        "{}",
                        "[]",
                        "{\"data\":[]}",
                        "[{\"id\":\"x\"}]",
                        twice,
                        page)) {
            assertThatThrownBy(() -> listed(Origin.SVIX, none))
                    .as(none)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("list.json");
        }
        assertThatThrownBy(() -> Listing.of(folder.resolve("absent"), Origin.SVIX))
                .hasMessageContaining("cannot be read");
    }
}
