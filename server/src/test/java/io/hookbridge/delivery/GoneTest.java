package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.hookbridge.base.Patience;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A receiver answers 410 Gone, and its endpoint cannot be paused. */
@Tag("database")
class GoneTest {

    private final OutboundTest outbound = new OutboundTest();
    private final Logger log = (Logger) LoggerFactory.getLogger(Attempts.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        outbound.jdbi.useHandle(handle ->
                handle.execute(
                        "ALTER TABLE endpoint ADD CONSTRAINT never_paused CHECK (paused_reason IS NULL)"));
        lines.start();
        log.addAppender(lines);
        log.setAdditive(false);
    }

    @AfterEach
    void close() {
        log.detachAppender(lines);
        log.setAdditive(true);
        outbound.close();
    }

    @Test
    void the_attempt_is_written_down_and_what_failed_is_told_as_what_it_was() {
        outbound.receiver.answer(410);
        String endpoint = outbound.endpoint("/gone");
        String gone = outbound.sent(endpoint, "{}");
        outbound.message(gone, "failed_permanent");
        assertThat(outbound.attempt(gone, 1)).containsEntry("decision", "gone");
        Patience.until("something is told", () -> !lines.list.isEmpty());
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .endsWith("answered 410 Gone but could not be paused; its next 410 pauses it");

        // Once for each message its place and its memory are given back.
        outbound.receiver.answer(200);
        outbound.message(outbound.sent(endpoint, "{}"), "succeeded");
        OutboundTest.poll(
                "what is under way",
                () -> outbound.app.admin().get("/metrics").send().text(),
                text ->
                        text.contains("hookbridge_delivery_running 0.0\n")
                                && text.contains("hookbridge_delivery_waiting_bytes 0.0\n"));
    }
}
