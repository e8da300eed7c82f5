package io.hookbridge.insight.export;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.ProjectId;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * An export without its file.
 *
 * @param filter with both ends of the time
 * @param rows written so far
 * @param bytes written so far
 * @param pieces written so far
 * @param completedAt null before; kept after it expired
 * @param expiresAt when the file goes; null before it is complete
 * @param last the message that was written last; null before the first
 * @param error a sentence for the caller; null unless it failed
 */
public record Export(
        UUID id,
        ExportStatus status,
        LogFilter filter,
        FileLayout layout,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant expiresAt,
        long rows,
        long bytes,
        int pieces,
        @Nullable UUID last,
        @Nullable String error) {

    /**
     * About how much is written, in percent of its time, from 0 to 100; the newest messages are
     * written first.
     */
    public int progress() {
        if (completedAt != null) {
            return 100;
        }
        if (last == null) {
            return 0;
        }
        // Nothing was there yet of what comes after its creation.
        long from = Objects.requireNonNull(filter.from()).toEpochMilli();
        long until =
                Math.min(
                        Objects.requireNonNull(filter.until()).toEpochMilli(),
                        createdAt.toEpochMilli());
        long reached = last.getMostSignificantBits() >>> 16;
        return until <= from ? 0 : Math.clamp((until - reached) * 100 / (until - from), 0, 99);
    }

    EnvironmentId environment() {
        return filter.environment();
    }

    /**
     * The members of an export in JSON; those that say nothing yet are left out.
     *
     * @param filterEndpointId a plain UUID, unlike the {@code endpoint_id} of the request
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String id,
            String projectId,
            String status,
            String direction,
            Instant filterStartTime,
            Instant filterEndTime,
            @Nullable String filterStatus,
            @Nullable String filterEndpointId,
            @Nullable String filterInboundEndpointId,
            String format,
            @Nullable List<String> columns,
            boolean includePayloads,
            @Nullable Long rowCount,
            @Nullable Long fileSizeBytes,
            @Nullable String errorMessage,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt,
            @Nullable Instant expiresAt,
            Instant createdAt) {}

    private @Nullable String endpoint(Direction of) {
        return filter.endpoint() == null || filter.direction() != of
                ? null
                : filter.endpoint().toString();
    }

    /**
     * @param project the one that the export's environment is of
     */
    View view(ProjectId project) {
        MessageStatus of = filter.status();
        return new View(
                id.toString(),
                project.toString(),
                status.word(),
                filter.direction().word(),
                Objects.requireNonNull(filter.from()),
                Objects.requireNonNull(filter.until()),
                of == null ? null : of.word(),
                endpoint(Direction.OUTBOUND),
                endpoint(Direction.INBOUND),
                layout.format().word(),
                layout.columns().isEmpty() ? null : layout.columns(),
                layout.payloads(),
                status == ExportStatus.PENDING ? null : rows,
                completedAt == null ? null : bytes,
                error,
                startedAt,
                completedAt,
                expiresAt,
                createdAt);
    }
}
