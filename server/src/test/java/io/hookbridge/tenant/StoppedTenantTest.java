package io.hookbridge.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;
import io.hookbridge.tenant.erasure.Erasures;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A tenant that sends, on two servers, while a third process stops it: an operator's command. */
@Tag("database")
class StoppedTenantTest {

    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "test");

    @AutoClose private final OutboundTest outbound = new OutboundTest();
    @AutoClose private final TestApp second = outbound.app.another();

    private final Jdbi jdbi = Database.withArguments(outbound.jdbi);
    private final Uuid7 ids = new Uuid7(Instant::now);
    private final Tenants tenants = new Tenants(jdbi, ids, Instant::now);
    private final TenantId tenant = tenants.oldest().orElseThrow().id();

    @Test
    void a_suspended_tenant_is_refused_on_every_node_and_its_messages_wait_until_it_goes_on() {
        String strange = outbound.app.keyOfAnotherTenant();
        String strangers = endpointOf(strange, "/strange");
        String endpoint = outbound.endpoint("/own");
        outbound.receiver.answer(500);
        String waiting = outbound.sent(endpoint, "{\"n\":1}");
        outbound.receiver.next();
        outbound.message(waiting, "pending_retry");
        String ofStrangers =
                second.client()
                        .post("/v1/webhooks/send")
                        .key(strange)
                        .json(Map.of("endpoint_id", strangers, "payload", Map.of("n", 2)))
                        .send()
                        .data()
                        .get("message_id")
                        .stringValue();
        outbound.receiver.next();
        outbound.message(ofStrangers, "pending_retry");
        outbound.receiver.forget();

        assertThat(tenants.suspend(tenant, "does not answer", OPERATOR, null)).isTrue();
        untilBoth(403);
        Exchange refused = second.client().get("/v1/projects").key(TestApp.KEY).send();
        assertThat(refused.code()).isEqualTo("TENANT_SUSPENDED");
        assertThat(outbound.send(endpoint, "{}").code()).isEqualTo("TENANT_SUSPENDED");
        assertThat(tenants.suspend(tenant, null, OPERATOR, null)).isFalse();

        // Both fall due at one moment and would be taken in one pass: who took the strangers'
        // message has seen the other one. A message that was taken has another fence.
        int fence = fence(waiting);
        outbound.makeDue();
        assertThat(outbound.receiver.next().path()).isEqualTo("/strange");
        assertThat(fence(waiting)).as("the message was not taken").isEqualTo(fence);
        assertThat(outbound.message(waiting)).containsEntry("status", "pending_retry");

        assertThat(tenants.resume(tenant, OPERATOR, null)).isTrue();
        assertThat(outbound.receiver.next().messageId()).isEqualTo(waiting);
        outbound.message(waiting, "succeeded");
        untilBoth(200);
        assertThat(outbound.receiver.all()).hasSize(2);
        assertThat(details("tenant.suspended")).containsExactly("does not answer");
    }

    @Test
    void an_erased_tenant_is_unknown_everywhere_and_what_was_under_way_leaves_nothing() {
        CountDownLatch erased = new CountDownLatch(1);
        outbound.receiver.answer(_ -> {
            await(erased);
            return Receiver.Answer.of(200);
        });
        String endpoint = outbound.endpoint("/slow");
        String underWay = outbound.sent(endpoint, "{\"n\":1}");
        outbound.receiver.next();

        Erasures erasures = new Erasures(jdbi, ids, Instant::now);
        erasures.begin(tenant, erasures.holdings(tenant), OPERATOR);
        untilBoth(401);
        // The servers erase it, since they do background work, when the attempt has ended.
        assertThat(outbound.message(underWay)).isNotEmpty();
        erased.countDown();
        Patience.until("nothing is left", () -> tenants.find(tenant).isEmpty());

        assertThat(outbound.message(underWay)).isEmpty();
        assertThat(count("message")).isZero();
        assertThat(count("outcome")).isZero();
        assertThat(count("attempt")).isZero();
        Patience.until("its counts are gone", () -> count("message_count_change") == 0);
        untilBoth(401);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private String endpointOf(String key, String path) {
        Exchange made =
                outbound.app
                        .client()
                        .post("/v1/endpoints")
                        .key(key)
                        .json(Map.of("url", outbound.receiver.url(path)))
                        .send();
        return made.data().get("id").stringValue();
    }

    private void untilBoth(int status) {
        Stream.of(outbound.app, second)
                .forEach(app ->
                        Patience.until(
                                "both servers answer " + status,
                                () ->
                                        app.client()
                                                        .get("/v1/projects")
                                                        .key(TestApp.KEY)
                                                        .send()
                                                        .status()
                                                == status));
    }

    private int fence(String message) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT fence FROM queue WHERE id = :id::uuid")
                        .bind("id", message)
                        .mapTo(Integer.class)
                        .one());
    }

    private long count(String table) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
    }

    private List<String> details(String action) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT detail FROM audit_event WHERE action = :action ORDER BY id")
                        .bind("action", action)
                        .mapTo(String.class)
                        .list());
    }
}
