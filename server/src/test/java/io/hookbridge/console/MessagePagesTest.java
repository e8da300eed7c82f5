package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.delivery.signing.SignDelivery;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.MessageRows;
import io.hookbridge.tenant.user.UserRole;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages and dead letters on pages. No node delivers, so that everything stays as it is put. */
@Tag("database")
class MessagePagesTest {

    private static final Instant LATER = Instant.parse("2090-01-01T00:00:00Z");
    private static final Pattern ROW = Pattern.compile("/live/messages/([0-9a-f-]{36})\\?");
    private static final Pattern OLDER = Pattern.compile("href=\"([^\"]+)\">Older messages</a>");

    private static ConsoleServer server;
    private static ConsoleServer.Browser browser;
    private static String place;

    private MessageRows rows;
    private EndpointId endpoint;

    @BeforeAll
    static void start() {
        server = new ConsoleServer(Map.of("HOOKBRIDGE_ROLES", "api,console"));
        browser = server.signedIn(server.owner());
        place = browser.place();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void no_messages() {
        server.app
                .jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "TRUNCATE message, queue, outcome, attempt, response_body,"
                                        + " idempotency_key, bulk_action"));
        rows = MessageRows.of(server.app);
        endpoint = rows.endpoint();
    }

    private static Exchange search(String query) {
        return browser.get(place + "/messages?q=" + URLEncoder.encode(query, UTF_8));
    }

    private static List<String> found(String page) {
        List<String> ids = new ArrayList<>();
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            ids.add(row.group(1));
        }
        return ids;
    }

    private static String page(MessageId id) {
        return place + "/messages/" + id;
    }

    private static Exchange send(MessageId id, String action) {
        return browser.submit(page(id) + "/delete", page(id) + action, Map.of());
    }

    private void receive(MessageId id) {
        for (String table : List.of("message", "outcome")) {
            rows.jdbi()
                    .useHandle(handle ->
                            handle.execute(
                                    "UPDATE " + table + " SET direction = 'inbound' WHERE id = ?",
                                    id.value()));
        }
    }

    @Test
    void what_was_sent_and_received_stands_in_one_list_page_by_page() {
        assertThat(search("").text())
                .contains("There is no message yet.", "HOOKBRIDGE_SEARCH_DAYS");
        List<String> all = new ArrayList<>();
        Instant start = Instant.now().minus(Duration.ofHours(1));
        for (int i = 0; i < 120; i++) {
            MessageId id = rows.message(endpoint).createdAt(start.plusSeconds(i)).succeeded();
            if (i % 3 == 0) {
                receive(id);
            }
            all.addFirst(id.toString());
        }

        List<String> seen = new ArrayList<>();
        String page = search("").text();
        seen.addAll(found(page));
        assertThat(seen).hasSize(50);
        assertThat(page).containsPattern("Accepted in the last 24 hours: [1-9]");
        Matcher older = OLDER.matcher(page);
        while (older.find()) {
            page = browser.get(older.group(1).replace("&amp;", "&")).text();
            seen.addAll(found(page));
            older = OLDER.matcher(page);
        }

        assertThat(seen).isEqualTo(all);
        assertThat(found(search("received").text())).hasSize(40);
    }

    @Test
    void the_box_finds_messages_by_all_that_is_typed() {
        MessageId failed = rows.message(endpoint).failed();
        MessageId waiting = rows.message(endpoint).pendingRetry(LATER, "slow");
        EndpointId billing = rows.endpoint("https://billing.example/hooks?token=FAKE");
        MessageId keyed = rows.message(billing).key("order 7").succeeded();

        assertThat(found(search("status:failed").text())).containsExactly(failed.toString());
        assertThat(found(search("5xx").text()))
                .containsExactly(waiting.toString(), failed.toString());
        assertThat(found(search("code:5xx status:waiting").text()))
                .containsExactly(waiting.toString());
        assertThat(found(search("endpoint:BILLING").text())).containsExactly(keyed.toString());
        assertThat(found(search(billing.toString()).text())).containsExactly(keyed.toString());
        assertThat(found(search("key:\"order 7\"").text())).containsExactly(keyed.toString());
        assertThat(found(search("before:1h").text())).isEmpty();
        assertThat(search(keyed.toString()).header("Location")).hasValue(page(keyed));
        assertThat(search("endpoint:billing").text())
                .contains("billing.example/hooks")
                .doesNotContain("FAKE");
    }

    @Test
    void what_cannot_be_searched_for_is_said_beside_what_was_typed() {
        rows.endpoint("https://shop.example/a");
        rows.endpoint("https://shop.example/b");

        Exchange unreadable = search("status:<b>faild");
        assertThat(unreadable.status()).isEqualTo(400);
        assertThat(unreadable.text())
                .contains("“status:” is followed by", "faild")
                .doesNotContain("<b>faild");
        assertThat(search("endpoint:shop.example").text())
                .contains("Several endpoints have", "shop.example/a", "Type more");
        assertThat(search("endpoint:nowhere").text()).contains("No endpoint has “nowhere”");
        assertThat(search("order\u0000").status()).isIn(200, 400);
    }

    @Test
    void a_message_tells_what_happened_to_it_and_why() {
        MessageId id =
                rows.message(endpoint)
                        .payload("{\"html\":\"<script>alert(1)</script>\"}")
                        .attempts(2)
                        .failed();
        rows.attempt(id, endpoint, 1, 500, null);
        rows.attempt(id, endpoint, 2, 503, "<b>later</b>".getBytes(UTF_8));

        Exchange shown = browser.get(page(id));

        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.text())
                .contains("It was given up on", "after 2 attempts.")
                .contains("it is overloaded or down for maintenance.")
                .contains("503 Unavailable", "500 Server error")
                .contains("To be tried again after 30 minutes.")
                .contains("<svg class=\"waterfall\"", "DNS 12 ms · TCP 20 ms · TLS 31 ms")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;b&gt;later&lt;/b&gt;")
                .doesNotContain("<script>alert", "<b>later");
        assertThat(shown.text()).hasSizeLessThan(20_000);
    }

    @Test
    void foreign_bytes_are_downloads_that_no_browser_runs() {
        MessageId id = rows.message(endpoint).payload("{\"n\": 1 }").failed();
        rows.attempt(id, endpoint, 1, 503, "<script>".getBytes(UTF_8));

        Exchange payload = browser.get(page(id) + "/payload");
        Exchange answer = browser.get(page(id) + "/attempts/1/response-body");

        assertThat(payload.text()).isEqualTo("{\"n\": 1 }");
        assertThat(answer.text()).isEqualTo("<script>");
        for (Exchange download : List.of(payload, answer)) {
            assertThat(download.header("Content-Type")).hasValue("application/octet-stream");
            assertThat(download.header("Content-Disposition").orElseThrow())
                    .startsWith("attachment");
            assertThat(download.header("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(download.header("Content-Security-Policy"))
                    .hasValue("sandbox; default-src 'none'");
        }
        assertThat(browser.get(page(id) + "/attempts/2/response-body").status()).isEqualTo(404);
    }

    @Test
    void a_large_payload_is_shown_in_part_and_more_of_it_when_asked() {
        MessageId id = rows.message(endpoint).payload("[" + "1,".repeat(100_000) + "1]").failed();

        Exchange first = browser.get(page(id));
        Exchange more = browser.get(page(id) + "?payload=more");

        assertThat(first.text()).hasSizeLessThan(40_000);
        assertThat(first.text()).contains("This is its beginning.", "Show more");
        assertThat(more.text()).hasSizeLessThan(120_000);
        assertThat(more.text()).doesNotContain("Show more");
    }

    @Test
    void a_signature_is_checked_with_a_secret_that_is_kept_nowhere() {
        MessageId id = rows.message(endpoint).payload("{\"n\":1}").failed();
        SigningSecret key = SigningSecret.parse("whsec_FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE");
        byte[] signature =
                SignDelivery.sign(
                                SignatureScheme.STANDARD_V1,
                                id.toString(),
                                startedAt(id).getEpochSecond(),
                                "{\"n\":1}".getBytes(UTF_8),
                                List.of(key))
                        .stored();
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE outcome SET signature = ? WHERE id = ?",
                                signature,
                                id.value()));
        String page = page(id) + "/signature";
        assertThat(browser.get(page).text())
                .contains(
                        "the id, the timestamp and the body",
                        id + "." + startedAt(id).getEpochSecond());

        assertThat(check(page, key.forReceiver()).text())
                .contains("The signature is right")
                .doesNotContain(key.forReceiver());
        assertThat(check(page, "whsec_FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAK0").text())
                .contains("was not made with this secret");
        assertThat(check(page, "hunter2").status()).isEqualTo(422);
        MessageId unsigned = rows.message(endpoint).failed();
        assertThat(browser.get(page(unsigned) + "/signature").text()).contains("was not signed");
    }

    private static Exchange check(String page, String secret) {
        return browser.submit(page, page, Map.of("secret", secret));
    }

    private Instant startedAt(MessageId id) {
        return rows.jdbi()
                .withHandle(handle ->
                        handle.createQuery("SELECT attempt_started_at FROM outcome WHERE id = ?")
                                .bind(0, id.value())
                                .mapTo(Instant.class)
                                .one());
    }

    @Test
    void a_waiting_message_is_tried_now_cancelled_replayed_and_deleted() {
        rows.pause(endpoint);
        MessageId id = rows.message(endpoint).pendingRetry(LATER, "slow");
        assertThat(browser.get(page(id)).text()).contains("The next attempt is in", "Try now");

        assertThat(send(id, "/retry").header("Location")).hasValue(page(id));
        assertThat(browser.get(page(id)).text())
                .contains("The next attempt is made as soon as the endpoint is resumed.");
        assertThat(browser.get(page(id) + "/cancel").text()).contains("Cancel this message?");
        assertThat(send(id, "/cancel").header("Location")).hasValue(page(id));
        assertThat(browser.get(page(id)).text())
                .contains("The message is cancelled. You can still replay it.");
        assertThat(browser.get(page(id)).text())
                .contains("Failed", "Replay")
                .doesNotContain("Try now");
        Exchange late = send(id, "/cancel");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("Message is not in pending_retry status");
        assertThat(send(id, "/replay").header("Location")).hasValue(page(id));
        assertThat(browser.get(page(id)).text())
                .contains("The message is queued and is delivered once more.");
        assertThat(send(id, "/replay").text())
                .contains("The message is queued for delivery already.");
        assertThat(browser.get(page(id) + "/delete").text())
                .contains("Delete this message?", "It is not delivered any more.");
        assertThat(send(id, "/delete").header("Location")).hasValue(page(id));
        assertThat(browser.get(page(id)).text())
                .contains("The message is deleted. It is not delivered any more.");
        assertThat(browser.get(page(id)).text())
                .contains("It was deleted on", "The message was deleted.");
        assertThat(server.app.audited("message.deleted")).contains("done");
    }

    @Test
    void what_is_a_strangers_is_not_there() {
        MessageRows strangers = MessageRows.ofStranger(server.app.jdbi());
        MessageId theirs =
                strangers.message(strangers.endpoint("https://stranger.example/")).failed();

        assertThat(browser.get(page(theirs)).header("Location")).hasValue(place + "/messages");
        assertThat(browser.get(place + "/messages").text())
                .contains("There is no such message any more.");
        assertThat(browser.get(page(theirs) + "/payload").status()).isEqualTo(303);
        assertThat(
                        browser.get(
                                        browser.testPlace()
                                                + "/messages/"
                                                + rows.message(endpoint).failed())
                                .status())
                .as("of live, in test")
                .isEqualTo(303);
        assertThat(browser.get(place + "/dead-letters").text()).doesNotContain("stranger.example");
    }

    @Test
    void dead_letters_stand_by_endpoint_and_cause_and_are_replayed_at_a_pace() {
        assertThat(browser.get(place + "/dead-letters").text()).contains("There are none");
        for (int i = 0; i < 3; i++) {
            rows.message(endpoint).failed();
        }
        rows.message(endpoint).expiresAt(Instant.now().minusSeconds(60)).failed();
        String group = place + "/dead-letters/" + endpoint.value() + "/unavailable";

        assertThat(browser.get(place + "/dead-letters").text())
                .contains("4 messages were given up", "4 × Unavailable")
                .contains("1 payload has expired: these cannot be replayed.", group + "/replay");
        assertThat(browser.get(group + "/replay").text())
                .contains("Replay these 3 dead letters?", "They go to ", "the oldest first");
        String action = location(agree(group + "/replay", Map.of("pace", "5")));
        assertThat(browser.get(action).text())
                .contains("Replay 4 dead letters", "Under way", "At most 5 a second", "Pause")
                .contains("by " + ConsoleServer.OWNER);

        browser.submit(action, action, Map.of("do", "pause"));
        assertThat(browser.get(action).text()).contains("Paused", "Go on");
        browser.submit(action, action, Map.of("do", "stop"));
        assertThat(browser.get(action).text()).contains("Stopped", "0 queued for delivery.");
        assertThat(browser.get(place + "/dead-letters/actions").text()).contains(action);
    }

    @Test
    void a_bulk_deletion_names_what_goes_and_can_be_undone() {
        rows.message(endpoint).failed();
        rows.message(endpoint).failed();
        String delete = place + "/dead-letters/" + endpoint.value() + "/unavailable/delete";

        assertThat(browser.get(delete).text())
                .contains("Delete 2 dead letters?", "They went to ", "Their payloads go")
                .contains("You can undo it for 10 seconds.");
        String action = location(agree(delete, Map.of()));
        assertThat(browser.get(action).text()).contains("Delete 2 dead letters", "Undo");
        browser.submit(action, action, Map.of("do", "stop"));

        assertThat(browser.get(action).text()).contains("Stopped", "0 deleted.");
        assertThat(browser.get(delete.replace("unavailable", "gone")).header("Location"))
                .hasValue(place + "/dead-letters");
        assertThat(browser.get(place + "/dead-letters").text())
                .contains("There are no such dead letters any more.");
    }

    private static String location(Exchange answer) {
        return answer.header("Location").orElseThrow();
    }

    @Test
    void the_ones_before_and_after_a_message_are_those_of_the_list_it_was_chosen_from() {
        List<MessageId> failed = new ArrayList<>();
        Instant start = Instant.now().minus(Duration.ofHours(1));
        for (int i = 0; i < 52; i++) {
            failed.addFirst(rows.message(endpoint).createdAt(start.plusSeconds(2L * i)).failed());
            rows.message(endpoint).createdAt(start.plusSeconds(2L * i + 1)).succeeded();
        }
        String list = search("status:failed").text();
        rows.message(endpoint).failed();

        assertThat(neighbours(list, failed.get(1)))
                .containsExactly(failed.get(0).toString(), failed.get(2).toString());
        assertThat(neighbours(list, failed.get(0))).containsExactly(failed.get(1).toString());
        assertThat(neighbours(list, failed.get(49)))
                .containsExactly(failed.get(48).toString(), failed.get(50).toString());
        assertThat(found(browser.get(page(failed.get(1))).text())).isEmpty();
    }

    /** On the page that the list leads to. */
    private static List<String> neighbours(String list, MessageId id) {
        Matcher link = Pattern.compile("href=\"([^\"]*/" + id + "[^\"]*)\"").matcher(list);
        assertThat(link.find()).isTrue();
        String page = browser.get(link.group(1).replace("&amp;", "&")).text();
        Matcher neighbour =
                Pattern.compile("/messages/([0-9a-f-]{36})[^\"]*\" rel=\"(prev|next)\"")
                        .matcher(page);
        List<String> ids = new ArrayList<>();
        while (neighbour.find()) {
            ids.add(neighbour.group(1));
        }
        return ids;
    }

    @Test
    void in_german_no_page_of_messages_has_english_words() {
        MessageId failed = rows.message(endpoint).key("order-7").attempts(2).replays(1).failed();
        rows.attempt(failed, endpoint, 1, 500, null);
        rows.attempt(failed, endpoint, 2, 503, "{}".getBytes(UTF_8));
        MessageId waiting = rows.message(endpoint).pendingRetry(LATER, "slow");
        MessageId delivered = rows.message(endpoint).attempts(3).succeeded();
        MessageId gone = rows.message(endpoint).withoutPayload().failed();
        MessageId received = rows.message(endpoint).succeeded();
        receive(received);
        rows.message(endpoint).queued();
        MessageId deleted = rows.message(endpoint).succeeded();
        send(deleted, "/delete");
        String all = search("is:sent").text();
        String group = place + "/dead-letters/" + endpoint.value() + "/unavailable";
        String action = location(agree(group + "/replay", Map.of("pace", "5")));

        GermanPages.hold(
                browser,
                Set.of(
                        "is",
                        "sent",
                        "status",
                        "faild",
                        "queued",
                        "delivering",
                        "waiting",
                        "delivered",
                        "failed",
                        "paused",
                        "order",
                        "application",
                        "json",
                        "User",
                        "Agent",
                        "X",
                        "Webhook",
                        "Attempt",
                        "Id",
                        "Server",
                        "n"),
                List.of(
                        place + "/messages",
                        place + "/messages?q=status:faild",
                        place + "/messages?q=is:sent",
                        page(failed),
                        page(waiting),
                        page(delivered),
                        page(gone),
                        page(received),
                        page(deleted),
                        page(failed) + "/edit",
                        page(failed) + "/signature",
                        page(failed) + "/delete",
                        page(waiting) + "/cancel",
                        action(all, "replay"),
                        action(all, "delete"),
                        place + "/dead-letters",
                        group + "/replay",
                        group + "/delete",
                        place + "/dead-letters/actions",
                        action));
    }

    @Test
    void all_that_a_query_means_are_replayed_as_a_bulk_action() {
        rows.message(endpoint).failed();
        rows.message(endpoint).failed();
        rows.message(rows.endpoint()).failed();
        String ask = action(search("status:failed endpoint:" + endpoint).text(), "replay");
        rows.message(endpoint).createdAt(Instant.now().plusSeconds(5)).failed();

        Exchange page = browser.get(ask);
        Exchange ordered = agree(ask, Map.of("pace", ""));

        assertThat(page.text()).contains("Replay 2 messages?", "status:failed");
        assertThat(ConsoleServer.path(ordered)).startsWith(place + "/dead-letters/actions/");
        assertThat(browser.told(ordered)).contains("Replay 2 dead letters", "0 queued");
    }

    @Test
    void all_that_a_query_means_are_deleted_after_a_time_to_undo_it() {
        rows.message(endpoint).succeeded();
        rows.message(endpoint).queued();
        String ask = action(search("is:sent after:1d").text(), "delete");

        assertThat(browser.get(ask).text()).contains("Delete 2 messages?", "for 10 seconds");
        assertThat(browser.told(agree(ask, Map.of()))).contains("Undo");
    }

    @Test
    void what_fails_between_the_question_and_the_answer_is_no_part_of_it() {
        rows.message(endpoint).failed();
        rows.message(endpoint).failed();
        String ask = action(search("status:failed").text(), "delete");
        String form = form(browser.get(ask).text());
        failedSince();

        Exchange ordered = browser.submit(ask, form, Map.of());

        assertThat(browser.told(ordered)).contains("Delete 2 dead letters");
        assertThat(meant(ordered)).isEqualTo(2);
    }

    /** An older message than those that were shown. */
    private void failedSince() {
        rows.message(endpoint)
                .createdAt(Instant.now().minus(Duration.ofHours(2)))
                .failedAt(Instant.now().plusSeconds(5));
    }

    /** How many messages fit what the action that a form led to is about. */
    private int meant(Exchange ordered) {
        String id = ConsoleServer.path(ordered).replaceFirst(".*/", "");
        return rows.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT count(*)
                                          FROM outcome o
                                          JOIN bulk_action a USING (environment_id)
                                         WHERE a.id = ?
                                           AND o.created_at >= coalesce(a.created_after, o.created_at)
                                           AND o.created_at < a.created_before
                                           AND o.finished_at < coalesce(a.reached_before, 'infinity')
                                        """)
                                .bind(0, UUID.fromString(id))
                                .mapTo(Integer.class)
                                .one());
    }

    @Test
    void if_more_wait_than_were_shown_it_is_asked_again() {
        rows.message(endpoint).pendingRetry(LATER, "slow");
        String ask = action(search("status:waiting").text(), "delete");
        String form = form(browser.get(ask).text());
        rows.message(endpoint).pendingRetry(LATER, "slow");

        Exchange again = browser.submit(ask, form, Map.of());

        assertThat(again.text()).contains("Delete 2 messages?", "More fit now");
        assertThat(browser.told(browser.submit(ask, form(again.text()), Map.of())))
                .contains("Delete 2 messages");
    }

    @Test
    void dead_letters_that_come_between_the_question_and_the_answer_are_no_part_of_it() {
        rows.message(endpoint).failed();
        String ask = place + "/dead-letters/" + endpoint.value() + "/unavailable/delete";
        String form = form(browser.get(ask).text());
        failedSince();
        rows.message(endpoint)
                .createdAt(Instant.now().minusSeconds(30))
                .failedAt(Instant.now().plusSeconds(5));

        Exchange ordered = browser.submit(ask, form, Map.of());

        assertThat(browser.told(ordered)).contains("Delete 1 dead letter");
        assertThat(meant(ordered)).isEqualTo(1);
        assertThat(ConsoleServer.path(browser.submit(ask, ask, Map.of())))
                .as("of a form that does not say what was shown")
                .isEqualTo(ask);
        String yesterday =
                form.replaceFirst("([?&]at=)[^&]*", "$1" + Instant.now().minus(Duration.ofDays(1)));
        assertThat(ConsoleServer.path(browser.submit(ask, yesterday, Map.of())))
                .as("of a question of yesterday")
                .startsWith(ask);
    }

    /** Agrees to what the page asks. */
    private static Exchange agree(String ask, Map<String, String> fields) {
        return browser.submit(ask, form(browser.get(ask).text()), fields);
    }

    /** Where the form of a question goes. */
    private static String form(String question) {
        Matcher action = Pattern.compile("action=\"([^\"]*most=[^\"]*)\"").matcher(question);
        assertThat(action.find()).as(question).isTrue();
        return action.group(1).replace("&amp;", "&");
    }

    @Test
    void nothing_is_offered_for_what_no_bulk_action_can_mean() {
        rows.message(endpoint).failed();

        assertThat(search("").text()).doesNotContain("Replay all");
        assertThat(search("code:503").text()).doesNotContain("Replay all");
        assertThat(search("status:failed").text()).contains("Replay all", "Delete all");
        assertThat(
                        ConsoleServer.path(
                                browser.get(place + "/messages/replay?q=code:503&at=" + LATER)))
                .isEqualTo(place + "/messages");
    }

    @Test
    void a_message_that_was_edited_is_a_new_one_that_says_what_it_was_made_from() {
        MessageId id = rows.message(endpoint).payload("{\"order\":1}").failed();
        EndpointId other = rows.endpoint();
        String edit = page(id) + "/edit";
        assertThat(browser.get(edit).text()).contains("{\"order\":1}", "receiver.example");

        Exchange wrong =
                browser.submit(
                        edit, edit, Map.of("endpoint", endpoint.toString(), "payload", "[<b>1]"));
        Exchange sent =
                browser.submit(
                        edit, edit, Map.of("endpoint", other.toString(), "payload", "{\"n\":2}"));

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("Payload must be a JSON object", "[&lt;b&gt;1]");
        String made = browser.get(ConsoleServer.path(sent)).text();
        assertThat(made)
                .contains("Made from", "href=\"" + page(id) + "\"", other.toString())
                .contains("\"n\": 2");
        assertThat(browser.get(page(id)).text()).contains("Failed").doesNotContain("Made from");
    }

    @Test
    void an_edited_message_that_is_stored_is_not_sent_again_for_want_of_a_note() {
        MessageId id = rows.message(endpoint).payload("{\"order\":1}").failed();
        String edit = page(id) + "/edit";
        Jdbi jdbi = server.app.jdbi();
        jdbi.useHandle(handle ->
                handle.execute(
                        """
                        CREATE FUNCTION refuse_origin() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN RAISE 'no note'; END $$;
                        CREATE TRIGGER no_origin BEFORE INSERT ON made_from
                            FOR EACH ROW EXECUTE FUNCTION refuse_origin();
                        """));
        Exchange sent;
        try {
            sent =
                    browser.submit(
                            edit,
                            edit,
                            Map.of("endpoint", endpoint.toString(), "payload", "{\"noted\":0}"));
        } finally {
            jdbi.useHandle(handle -> handle.execute("DROP TRIGGER no_origin ON made_from"));
        }

        assertThat(browser.get(ConsoleServer.path(sent)).text())
                .contains("\"noted\": 0")
                .doesNotContain("Made from");
    }

    @Test
    void what_the_form_shows_can_be_sent_as_it_is_however_much_of_it_is_encoded() {
        String payload =
                "{\"lines\":[" + String.join(",", Collections.nCopies(7_500, "{\"\":10}")) + "]}";
        assertThat(payload).hasSizeBetween(60_000, 64 * 1024);
        MessageId id = rows.message(endpoint).payload(payload).failed();
        String edit = page(id) + "/edit";
        assertThat(browser.get(edit).text().replace("&#34;", "\"")).contains(payload);

        Exchange sent =
                browser.submit(
                        edit, edit, Map.of("endpoint", endpoint.toString(), "payload", payload));

        assertThat(ConsoleServer.path(sent)).startsWith(place + "/messages/");
    }

    @Test
    void what_has_no_payload_that_fits_into_a_form_is_not_edited() {
        MessageId gone = rows.message(endpoint).withoutPayload().succeeded();

        assertThat(browser.told(browser.get(page(gone) + "/edit"))).contains("cannot be edited");
    }

    @Test
    void a_search_that_was_saved_stands_above_the_list_until_it_is_forgotten() {
        String list = place + "/messages?q=status%3Afailed";
        assertThat(browser.get(list).text()).contains("Save this search");

        Exchange saved =
                browser.submit(
                        list,
                        place + "/messages/saved",
                        Map.of("q", "status:failed", "name", "Dead <ones>"));

        assertThat(browser.told(saved)).contains("The search is saved.");
        String page = search("").text();
        assertThat(page).contains("Dead &lt;ones&gt;", list.substring(place.length()));
        ConsoleServer.Browser colleague =
                server.signedIn(
                        server.person(server.owner().tenant(), "ben@example.com", UserRole.MEMBER));
        assertThat(colleague.get(place + "/messages").text()).doesNotContain("Dead &lt;ones&gt;");
        Matcher forget =
                Pattern.compile("action=\"([^\"]*/saved/[^\"]*/forget)\"")
                        .matcher(browser.get(list).text());
        assertThat(forget.find()).isTrue();
        browser.submit(list, forget.group(1), Map.of("q", "status:failed"));
        assertThat(search("").text()).doesNotContain("Dead &lt;ones&gt;");
    }

    @Test
    void a_search_without_a_name_is_not_saved() {
        Exchange unnamed =
                browser.submit(
                        place + "/messages?q=sent",
                        place + "/messages/saved",
                        Map.of("q", "sent", "name", " "));

        assertThat(browser.told(unnamed)).contains("Give the search a name");
    }

    private static String action(String list, String action) {
        Matcher link =
                Pattern.compile("href=\"([^\"]*/messages/" + action + "[^\"]*)\"").matcher(list);
        assertThat(link.find()).isTrue();
        return link.group(1).replace("&amp;", "&");
    }
}
