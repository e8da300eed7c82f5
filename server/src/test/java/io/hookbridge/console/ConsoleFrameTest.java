package io.hookbridge.console;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** What all pages of the console have in common, and those that lead to the others. */
@Tag("database")
class ConsoleFrameTest {

    private static ConsoleServer server;
    private static Receiver receiver;
    private static ConsoleServer.Browser browser;
    private static ConsoleServer.Browser stranger;
    private static String place;

    @BeforeAll
    static void start() {
        server = new ConsoleServer();
        receiver = Receiver.start();
        browser = server.signedIn(server.owner());
        place = browser.place();
        stranger = server.signedIn(server.stranger());
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.close();
    }

    @Test
    void people_who_ask_for_what_there_is_not_get_a_page_and_programs_the_envelope() {
        Exchange page =
                browser.request("GET", "/console/nowhere").header("Accept", "text/html,*/*").send();
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.text()).contains("<h1>There is no such page</h1>", "href=\"/\"");

        for (String path : new String[] {"/nowhere", "/v1/nowhere"}) {
            Exchange refused = server.app.client().get(path).send();
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.code()).isEqualTo("NOT_FOUND");
        }
        assertThat(
                        server.app
                                .client()
                                .get("/v1/nowhere")
                                .header("Accept", "text/html")
                                .send()
                                .code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void a_browser_that_comes_by_another_name_of_this_machine_is_led_to_the_public_one() {
        Exchange led =
                server.app
                        .client()
                        .get("/console/find?q=a+b")
                        .header("Sec-Fetch-Dest", "document")
                        .send();

        assertThat(led.status()).isEqualTo(303);
        assertThat(led.header("Location")).hasValue(server.origin() + "/console/find?q=a+b");
    }

    @Test
    void a_notice_is_said_once_and_no_address_makes_a_page_say_one() {
        browser.submit("/console/projects", "/console/projects", Map.of("name", "For a notice"));

        assertThat(browser.get(place + "/api-keys").text())
                .contains("The project is created, and selected.");
        assertThat(browser.get(place + "/api-keys?notice=project_created").text())
                .doesNotContain("The project is created");
    }

    @Test
    void an_id_leads_to_its_page_and_a_word_to_all_that_it_may_mean() {
        String key =
                server.app
                        .client()
                        .get("/v1/api-keys")
                        .key(KEY)
                        .send()
                        .data()
                        .get(0)
                        .path("key_id")
                        .asString();
        assertThat(browser.get("/console/find?q=%20" + key).header("Location"))
                .hasValue(place + "/api-keys");
        assertThat(browser.get("/console/find?q=bILL").header("Location"))
                .hasValue(place + "/billing");
        assertThat(browser.get("/console/find?q=e").text())
                .contains("API keys</a>", "Home</a>", "Default</a>");
        assertThat(browser.get("/console/find?q=req_01935abcdef071239abcdef012345678").text())
                .contains("That is the id of a request.");
        assertThat(browser.get("/console/find?q=%3Cb%3E%00").text())
                .contains("Nothing of yours has this id", "value=\"&lt;b");

        assertThat(stranger.get("/console/find?q=" + key).text()).contains("Nothing of yours");
    }

    @Test
    void a_first_webhook_needs_no_receiver_of_ones_own() {
        String page = browser.testPlace() + "/home/receiver";
        assertThat(browser.get(page).text()).contains("Create it and send a test event");

        browser.submit(page, page, Map.of());
        browser.submit(page, page + "/send", Map.of());
        assertThat(browser.get(page).text())
                .as("no key sends")
                .contains("<kbd>r</kbd></dt><dd>Reload</dd>")
                .doesNotContain("data-key");

        Exchange received =
                OutboundTest.poll(
                        "what was sent to the receiver",
                        () -> browser.get(page + "/rows"),
                        rows -> rows.text().split(">200 in ", -1).length == 3);
        assertThat(received.text()).contains("badge-ok").doesNotContain("<html");
        String url =
                server.app
                        .jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                "SELECT url FROM endpoint WHERE position('/try/' IN url) > 0")
                                        .mapTo(String.class)
                                        .one());
        String receiver = url.substring(server.origin().length());
        Exchange unsigned = server.app.client().post(receiver).json("{}").send();
        assertThat(unsigned.status()).isEqualTo(401);
        assertThat(unsigned.text()).isEqualTo("Refused. There is no signature.\n");
        Exchange forged =
                server.app
                        .client()
                        .post(receiver)
                        .header("X-Webhook-Timestamp", "1")
                        .header("X-Webhook-Signature", "sha256=" + "0".repeat(64))
                        .json("{}")
                        .send();
        assertThat(forged.text()).startsWith("Refused. The signature is not");
        assertThat(server.app.client().post(receiver + "x").json("{}").send().status())
                .isEqualTo(404);
    }

    @Test
    void home_ticks_its_steps_off_and_tells_what_happened() {
        assertThat(stranger.get(stranger.place() + "/home").text())
                .contains("Nothing has been sent yet.")
                .doesNotContain(", done", "Dead letters</h2>");

        String delivered = server.send(server.endpoint(receiver.url("/home")));
        String refused = server.send(server.endpoint("http://127.0.0.1:9/"));
        receiver.next();
        Exchange home =
                OutboundTest.poll(
                        "home",
                        () -> browser.get(place + "/home"),
                        page ->
                                page.text().contains("Does not answer")
                                        && !page.text().contains("Your first webhook"));
        assertThat(home.text())
                .contains("the day before", "http://127.0.0.1:9/", "1 message waits", "curl -s");

        assertThat(browser.get(place + "/home/ledger").text())
                .contains("0 of 2 messages lost.")
                .doesNotContain("role=\"alert\"");

        Exchange live = browser.get(place + "/live");
        assertThat(live.text())
                .contains(delivered, refused, "badge-ok", "badge-failing", "<time datetime=");
        assertThat(browser.get(place + "/live/rows?status=succeeded").text())
                .contains(delivered)
                .doesNotContain(refused, "<html");
        assertThat(browser.get(place + "/live/news?after=" + delivered).text())
                .isEqualTo("1 new message. Show");
        assertThat(browser.get(place + "/live/news?after=" + refused).text()).isEmpty();
    }
}
