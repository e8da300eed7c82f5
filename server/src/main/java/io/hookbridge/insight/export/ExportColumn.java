package io.hookbridge.insight.export;

import io.hookbridge.base.Direction;
import io.hookbridge.insight.log.LogEntry;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A column of an export: a member of an entry of the log.
 *
 * @param isFree whether others chose what stands in it
 */
record ExportColumn(String name, boolean isFree, Function<LogEntry, @Nullable Object> value) {

    private ExportColumn(String name, Function<LogEntry, @Nullable Object> value) {
        this(name, false, value);
    }

    private static final List<ExportColumn> OUTBOUND =
            all(Stream.of(), new ExportColumn("created_at", LogEntry::createdAt));

    private static final List<ExportColumn> INBOUND =
            all(
                    Stream.of(new ExportColumn("inbound_endpoint_id", LogEntry::inboundEndpointId)),
                    new ExportColumn("received_at", LogEntry::receivedAt));

    private static List<ExportColumn> all(Stream<ExportColumn> source, ExportColumn begun) {
        return Stream.of(
                        Stream.of(new ExportColumn("message_id", LogEntry::messageId)),
                        source,
                        Stream.of(
                                new ExportColumn("endpoint", true, LogEntry::endpoint),
                                new ExportColumn("status", LogEntry::status),
                                new ExportColumn("attempt_count", LogEntry::attemptCount),
                                begun,
                                new ExportColumn("delivered_at", LogEntry::deliveredAt),
                                new ExportColumn("response_status", LogEntry::responseStatus),
                                new ExportColumn(
                                        "response_latency_ms", LogEntry::responseLatencyMs),
                                new ExportColumn("next_attempt_at", LogEntry::nextAttemptAt),
                                new ExportColumn("last_error", true, LogEntry::lastError),
                                new ExportColumn("first_attempt_at", LogEntry::firstAttemptAt),
                                new ExportColumn("processing_ms", LogEntry::processingMs),
                                new ExportColumn("total_delivery_ms", LogEntry::totalDeliveryMs),
                                new ExportColumn("queue_wait_ms", LogEntry::queueWaitMs),
                                new ExportColumn("deleted_at", LogEntry::deletedAt)))
                .flatMap(each -> each)
                .toList();
    }

    /** The members of an entry of the log, in the same order. */
    static List<ExportColumn> of(Direction direction) {
        return direction == Direction.OUTBOUND ? OUTBOUND : INBOUND;
    }

    /** Those that a layout asks for. */
    static List<ExportColumn> of(Direction direction, FileLayout layout) {
        return of(direction).stream()
                .filter(column ->
                        layout.columns().isEmpty() || layout.columns().contains(column.name()))
                .toList();
    }
}
