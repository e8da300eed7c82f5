package io.hookbridge.sdk.export;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.message.MessageStatus;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is to be exported. */
public final class CreateExportRequest extends Members<CreateExportRequest> {

    private CreateExportRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request with what it needs at least.
     *
     * @param startTime only messages that were created then or later
     * @param endTime only messages that were created before then; after {@code start_time}
     * @return the request
     */
    public static CreateExportRequest of(Instant startTime, Instant endTime) {
        return new CreateExportRequest(Map.of())
                .with("start_time", startTime)
                .with("end_time", endTime);
    }

    /**
     * Only messages in this state.
     *
     * @param status what it is to be
     * @return the request with it
     */
    public CreateExportRequest status(MessageStatus status) {
        return with("status", status);
    }

    /**
     * Which messages; {@code outbound} where nothing is said.
     *
     * @param direction what it is to be
     * @return the request with it
     */
    public CreateExportRequest direction(Direction direction) {
        return with("direction", direction);
    }

    /**
     * Only messages to this endpoint; not with {@code inbound}.
     *
     * @param endpointId what it is to be
     * @return the request with it
     */
    public CreateExportRequest endpointId(String endpointId) {
        return with("endpoint_id", endpointId);
    }

    /**
     * Only messages that this endpoint received; only with {@code inbound}.
     *
     * @param inboundEndpointId what it is to be
     * @return the request with it
     */
    public CreateExportRequest inboundEndpointId(String inboundEndpointId) {
        return with("inbound_endpoint_id", inboundEndpointId);
    }

    /**
     * What the file is written in; {@code jsonl} has a JSON object in each line.
     *
     * @param format what it is to be
     * @return the request with it
     */
    public CreateExportRequest format(ExportFormat format) {
        return with("format", format);
    }

    /**
     * Only these members of an entry of the log, in their usual order; all of them if the list is
     * empty.
     *
     * @param columns what it is to be
     * @return the request with it
     */
    public CreateExportRequest columns(List<String> columns) {
        return with("columns", columns);
    }

    /**
     * Whether each message comes with its payload as long as that is kept: as {@code payload} if it
     * is UTF-8, else as {@code payload_base64}. The file keeps it until it goes, also if the
     * message is deleted meanwhile. Where it should be there and cannot be had any more, {@code
     * payload_error} says why.
     *
     * @param includePayloads what it is to be
     * @return the request with it
     */
    public CreateExportRequest includePayloads(boolean includePayloads) {
        return with("include_payloads", includePayloads);
    }

    @Override
    protected CreateExportRequest copy(Map<String, Object> changed) {
        return new CreateExportRequest(changed);
    }
}
