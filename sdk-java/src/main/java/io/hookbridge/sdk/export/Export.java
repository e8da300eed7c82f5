package io.hookbridge.sdk.export;

import io.hookbridge.sdk.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An export. A member that says nothing yet is absent.
 *
 * @param id identifies an export; a UUID of version 7
 * @param projectId identifies a project; a UUID of version 7
 * @param status how far it is; {@code EXPIRED} when its file is gone
 * @param direction where messages go; {@code outbound} to endpoints, {@code inbound} from others
 * @param filterStartTime messages that were created at this time or later
 * @param filterEndTime messages that were created before this time
 * @param filterStatus where a message is on its way; {@code null} if absent
 * @param filterEndpointId the endpoint as a plain UUID; {@code null} if absent
 * @param filterInboundEndpointId identifies an endpoint that receives; a UUID of version 7; {@code
 *     null} if absent
 * @param format what an export is written in
 * @param columns which columns it has; empty for all
 * @param includePayloads whether payloads are in the file
 * @param rowCount messages that are written so far; {@code null} if absent
 * @param fileSizeBytes present when the file is complete; {@code null} if absent
 * @param errorMessage why it failed; {@code null} if absent
 * @param startedAt when the work on it began; {@code null} if absent
 * @param completedAt when its file was complete; {@code null} if absent
 * @param expiresAt when the file goes; {@code null} if absent
 * @param createdAt when it was made
 */
public record Export(
        String id,
        String projectId,
        ExportStatus status,
        Direction direction,
        Instant filterStartTime,
        Instant filterEndTime,
        @Nullable MessageStatus filterStatus,
        @Nullable String filterEndpointId,
        @Nullable String filterInboundEndpointId,
        ExportFormat format,
        List<String> columns,
        boolean includePayloads,
        @Nullable Long rowCount,
        @Nullable Long fileSizeBytes,
        @Nullable String errorMessage,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant expiresAt,
        Instant createdAt) {}
