package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.bucket.TestStorage;
import io.hookbridge.inbound.InboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/** What was received and cannot be read any more holds up nothing that came with it. */
@Tag("database")
@DisabledIf(
        value = "io.hookbridge.db.TestDatabase#areSpread",
        disabledReason = "what is spread over several servers does not get cold")
class LostPayloadsTest {

    /** Without any object a bucket is another one than before. */
    private static final String OTHER = "other";

    private static TestStorage s3;
    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        s3 = new TestStorage();
        s3.bucket().write(OTHER, new byte[1]);
        inbound = new InboundTest(s3.variables());
    }

    @AfterAll
    static void stop() {
        inbound.close();
        s3.close();
    }

    private static String send(InboundTest.Source source, String body) {
        return InboundTest.accepted(inbound.to(source).json(body).send());
    }

    /** As if its payload had been moved, and somebody had removed the object from the bucket. */
    private static String lost(InboundTest.Source source) {
        String id = send(source, "{\"n\":1}");
        inbound.jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE message
                                   SET body = NULL, cold_segment = gen_random_uuid(), cold_offset = 0, cold_key = '\\x00'
                                 WHERE id = :id::uuid
                                """)
                        .bind("id", id)
                        .execute());
        return id;
    }

    @Test
    void a_page_of_events_has_one_without_its_payload_and_the_others_as_ever() {
        InboundTest.Source source = inbound.source(Map.of("mode", "pull"));
        String lost = lost(source);
        String whole = send(source, "{\"n\":2}");
        String events = "/v1/pull-endpoints/" + source.id() + "/events";

        JsonNode page = inbound.get(events + "?payload=true").data();

        assertThat(page).hasSize(2);
        assertThat(page.path(0).path("id").asString()).isEqualTo(lost);
        assertThat(page.path(0).path("payload").isNull()).isTrue();
        assertThat(page.path(1).path("id").asString()).isEqualTo(whole);
        assertThat(page.at("/1/payload/n").asInt()).isEqualTo(2);
        assertThat(inbound.get(events + "?payload=true").data())
                .as("both count as fetched, so that the next page is another one")
                .isEmpty();
    }

    @Test
    void in_a_bucket_without_any_object_nothing_is_lost_but_everything_elsewhere() {
        InboundTest.Source source = inbound.source(Map.of("mode", "pull"));
        String lost = lost(source);
        String events = "/v1/pull-endpoints/" + source.id() + "/events?payload=true";
        s3.bucket().delete(OTHER);

        assertThat(inbound.get(events).status()).isEqualTo(503);

        s3.bucket().write(OTHER, new byte[1]);
        assertThat(inbound.get(events).data().path(0).path("id").asString()).isEqualTo(lost);
    }

    @Test
    void a_listener_is_given_one_without_its_body_and_what_came_after_it() {
        InboundTest.Source source = inbound.source(Map.of("mode", "cli"));
        String lost = lost(source);
        String whole = send(source, "{\"n\":2}");

        try (TestListener listener =
                TestListener.connect(inbound.app, "endpoint_id=" + source.id())) {
            JsonNode bare = listener.next();
            assertThat(bare.path("message_id").asString()).isEqualTo(lost);
            assertThat(bare.has("body")).isFalse();
            assertThat(bare.path("body_error").asString()).isNotEmpty();
            listener.goOn();
            assertThat(listener.takes()).isEqualTo(whole);
        }
    }

    @Test
    void who_asks_is_given_one_without_its_body_and_what_came_after_it() {
        InboundTest.Source source = inbound.source(Map.of("mode", "cli"));
        String lost = lost(source);
        String whole = send(source, "{\"n\":2}");

        JsonNode given =
                inbound.get("/v1/inbound-endpoints/" + source.id() + "/listen?wait=0").data();

        assertThat(given).hasSize(2);
        assertThat(given.path(0).path("message_id").asString()).isEqualTo(lost);
        assertThat(given.path(0).has("body")).isFalse();
        assertThat(given.path(0).path("body_error").asString()).isNotEmpty();
        assertThat(given.path(1).path("message_id").asString()).isEqualTo(whole);
        assertThat(given.at("/1/body/n").asInt()).isEqualTo(2);
    }
}
