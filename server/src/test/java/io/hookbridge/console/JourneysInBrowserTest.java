package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.browser.Chromium;
import io.hookbridge.browser.Chromium.Scheme;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.MessageRows;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people come to the console for, from the beginning to the end of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("browser")
class JourneysInBrowserTest {

    private static final Pattern MESSAGE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern SECRET = Pattern.compile("whsec_[A-Za-z0-9+/=_-]+");
    private static final Pattern API_KEY = Pattern.compile("hb_live_\\w+");
    private static final Pattern ADDRESS =
            Pattern.compile("http://\\S+/v1/webhooks/receive/[0-9a-f-]{36}/[0-9a-f]{32}");

    private ConsoleServer server;
    private Chromium browser;
    private String place = "";

    @BeforeAll
    void start() {
        browser = Chromium.start();
        server = new ConsoleServer();
        browser.look(1280, 900, Scheme.LIGHT);
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void sign_in() {
        browser.forgetCookies();
        signIn(server.owner());
    }

    private void signIn(User person) {
        PeopleInBrowser.signIn(browser, server, person);
        place = browser.path().replaceFirst("/home$", "");
    }

    private void open(String path) {
        browser.open(server.app.publicUrl().resolve(path));
    }

    private String shown(Pattern pattern) {
        String page = browser.text();
        Matcher matcher = pattern.matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group();
    }

    @Test
    void a_newcomer_gets_from_the_first_link_to_a_verified_delivery() {
        browser.forgetCookies();
        signIn(server.stranger());
        assertThat(browser.text()).contains("Nothing has been sent yet.", "Your first webhook");
        browser.screenshot("journey-newcomer-1-steps");

        browser.follow("Use the built-in receiver");
        browser.follow("Create it and send a test event");
        browser.await("200 in ");
        browser.screenshot("journey-newcomer-2-receiver");
        browser.follow(shown(MESSAGE));
        assertThat(browser.text()).contains("Delivered", "Attempt 1", "A test event");
        browser.screenshot("journey-newcomer-3-message");

        browser.follow("Home");
        assertThat(browser.text())
                .contains("The last 24 hours")
                .doesNotContain("Your first webhook");
        browser.follow("API keys");
        browser.follow("New API key");
        browser.type("Label", "shop");
        browser.follow("Create API key");
        browser.screenshot("journey-newcomer-4-key");
        Exchange endpoints = server.app.client().get("/v1/endpoints").key(shown(API_KEY)).send();
        assertThat(endpoints.data()).as("what the key of the console sees").hasSize(1);
    }

    @Test
    void whoever_is_on_call_finds_the_cause_of_1205_dead_letters_and_replays_them() {
        try (Receiver receiver = Receiver.start()) {
            int port = URI.create(receiver.url("/")).getPort();
            String address = "127.0.0.1:" + port + "/billing";
            giveUp(1205, receiver.url("/billing"));

            open(place + "/home");
            browser.reloadUntil("1,205 of 1,205 attempts failed.");
            browser.screenshot("journey-on-call-1-home");
            browser.follow(receiver.url("/billing"));
            assertThat(browser.text()).contains("Failing", "Most attempts fail.");
            browser.screenshot("journey-on-call-2-endpoint");

            browser.follow("Dead letters");
            assertThat(browser.text()).contains("1,205 × Unavailable", address);
            browser.screenshot("journey-on-call-3-dead-letters");
            browser.follow("Look at messages to " + address);
            browser.follow(shown(MESSAGE));
            assertThat(browser.text())
                    .contains("The receiver answered 503: it is overloaded or down");
            browser.screenshot("journey-on-call-4-cause");

            // Mended; first one message, then all the others.
            receiver.answer(200);
            browser.follow("Replay");
            browser.reloadUntil("Delivered");
            browser.screenshot("journey-on-call-5-one-delivered");
            browser.follow("Dead letters");
            browser.follow("Replay 1,204 to " + address);
            assertThat(browser.text()).contains("Replay these 1,204 dead letters?");
            browser.screenshot("journey-on-call-6-replay");
            browser.follow("Replay");
            browser.await(" left.");
            browser.follow("Pause");
            assertThat(browser.text()).contains("Paused");
            browser.screenshot("journey-on-call-7-progress");

            // The receiver copes, so the rest need not be slow.
            browser.follow("Stop");
            assertThat(browser.text()).contains("Stopped");
            browser.follow("Dead letters");
            browser.follow("Replay 1,");
            browser.select("Pace", "As fast as it goes");
            browser.follow("Replay");
            browser.await("Done");
            browser.screenshot("journey-on-call-8-done");

            var _ =
                    OutboundTest.poll(
                            "what was delivered",
                            () ->
                                    receiver.all().stream()
                                            .map(Receiver.Delivered::messageId)
                                            .distinct()
                                            .count(),
                            count -> count == 1205);
            browser.follow("Dead letters");
            assertThat(browser.text()).contains("There are none");
        }
    }

    /** Messages to a new endpoint that were answered with 503 until they were given up. */
    private void giveUp(int count, String url) {
        MessageRows rows = MessageRows.of(server.app);
        EndpointId endpoint = rows.endpoint(url);
        Instant first = Instant.now().minus(Duration.ofMinutes(70));
        for (int i = 0; i < count; i++) {
            var _ = rows.message(endpoint).createdAt(first.plusSeconds(3L * i)).failed();
        }
    }

    @Test
    void a_signing_key_is_rotated_under_traffic_and_no_delivery_is_lost() {
        try (VerifyingReceiver receiver = new VerifyingReceiver()) {
            open(place + "/endpoints/new");
            browser.type("URL", receiver.url());
            browser.type("Name", "Shop");
            browser.follow("Create endpoint");
            String old = shown(SECRET);
            receiver.knows(old);
            browser.follow("I have copied it");
            String endpoint = browser.path().replaceFirst(".*/", "");
            URI page = URI.create(browser.address());

            try (SteadyTraffic traffic = SteadyTraffic.start(server, endpoint, receiver)) {
                browser.follow("Rotate");
                browser.screenshot("journey-rotation-1-rotate");
                browser.follow("Make the new key");
                String fresh = shown(SECRET);
                browser.screenshot("journey-rotation-2-new-key");
                browser.follow("I have copied it");

                // Too early: the receiver still knows the old one alone.
                browser.follow("Begin the trial");
                browser.reloadUntil("Refused with 401, after 0 of 1");
                browser.screenshot("journey-rotation-3-refused");

                receiver.knows(old, fresh);
                browser.select("Try it with", "the next 20 messages");
                browser.follow("Begin the trial");
                browser.reloadUntil("Accepted: 20 of 20.");
                browser.show("Signing keys");
                browser.screenshot("journey-rotation-4-accepted");

                browser.follow("Delete the key that ends with");
                browser.follow("Delete signing key");
                assertThat(browser.text()).contains("The signing key is deleted.");
                receiver.knows(fresh);
                traffic.awaitMore(20);
            }

            browser.open(page);
            assertThat(receiver.refused()).as("only what the trial had tried").hasSize(1);
            assertThat(browser.text()).doesNotContain("Does the receiver know the new key?");
        }
    }

    @Test
    void a_source_that_refuses_is_found_and_mended() {
        try (Receiver receiver = Receiver.start()) {
            String push = "{\"ref\":\"refs/heads/main\"}";
            String secret = "FAKE-secret-that-github-shows";
            open(place + "/sources");
            browser.follow("New source");
            browser.follow("GitHub");
            browser.type("Name", "Repository");
            browser.type("URL of my application", receiver.url("/pushes"));
            browser.type("Secret", "FAKE-secret-with-a-slip");
            browser.screenshot("journey-source-1-new");
            browser.follow("Create source");
            String address = URI.create(shown(ADDRESS)).getPath();

            assertThat(push(address, secret, push).status()).isEqualTo(401);
            browser.reloadUntil("Signature refused");
            assertThat(browser.text()).contains("Enter the secret here once more");
            browser.screenshot("journey-source-2-refused");

            browser.follow("Change");
            browser.type("New secret", secret);
            browser.choose("The present secret stays good beside a new one");
            browser.follow("Save");
            assertThat(push(address, secret, push).status()).isEqualTo(202);
            assertThat(receiver.next().body()).isEqualTo(push);
            browser.reloadUntil("Delivered");
            browser.screenshot("journey-source-3-received");
            browser.follow("Sources");
            browser.screenshot("journey-source-4-sources");
        }
    }

    private Exchange push(String path, String secret, String body) {
        return server.app
                .client()
                .post(path)
                .header("X-Hub-Signature-256", "sha256=" + SourcePagesTest.hmac(secret, body))
                .header("X-GitHub-Event", "push")
                .json(body)
                .send();
    }

    @Test
    void two_people_who_change_the_same_things_are_told_what_became_of_them() {
        User colleague =
                server.person(server.owner().tenant(), "colleague@example.com", UserRole.OWNER);
        ConsoleServer.Browser other = server.signedIn(colleague);
        String endpoint = place + "/endpoints/" + server.endpoint("http://127.0.0.1:9/shared");

        open(endpoint + "/edit");
        other.submit(endpoint + "/delete", endpoint + "/delete", Map.of());
        browser.type("Name", "Shared");
        browser.follow("Save");
        assertThat(browser.path()).isEqualTo(place + "/endpoints");
        assertThat(browser.text()).contains("That endpoint does not exist any more.");
        browser.screenshot("journey-two-people-1-gone");

        open("/console/projects");
        browser.type("Name", "Short-lived");
        browser.follow("Create project");
        String project = other.place().replaceFirst("/live$", "");
        browser.follow("Home");
        String lost = browser.path().replaceFirst("/live/home$", "");
        assertThat(lost).isNotEqualTo(project);
        String deletion = "/console/projects/" + lost.replaceFirst(".*/", "") + "/delete";
        other.submit(deletion, deletion, Map.of("name", "Short-lived"));
        browser.follow("API keys");
        assertThat(browser.path()).isEqualTo("/console/projects");
        assertThat(browser.text()).contains("That project does not exist any more.");
        browser.screenshot("journey-two-people-2-project-gone");
        // Whoever deleted it is somewhere, too.
        assertThat(other.place()).isEqualTo(project + "/live");
    }

    @Test
    void pages_show_and_announce_what_either_of_two_nodes_took() {
        try (Receiver receiver = Receiver.start();
                TestApp second = server.app.another()) {
            String endpoint = server.endpoint(receiver.url("/two-nodes"));
            open(place + "/live");

            String here = server.send(endpoint);
            String there = send(second, endpoint);
            browser.await(here);
            browser.await(there);
            browser.screenshot("journey-two-nodes-1-live");

            browser.follow("Messages");
            String later = send(second, endpoint);
            browser.await("1 new message. Show");
            assertThat(browser.text()).doesNotContain(later);
            browser.screenshot("journey-two-nodes-2-news");
            browser.follow("1 new message. Show");
            assertThat(browser.text()).contains(later);
        }
    }

    private static String send(TestApp node, String endpoint) {
        return node.client()
                .post("/v1/webhooks/send")
                .key(TestApp.KEY)
                .json(Map.of("endpoint_id", endpoint, "payload", Map.of("node", 2)))
                .send()
                .data()
                .path("message_id")
                .asString();
    }
}
