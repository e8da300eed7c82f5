package io.hookbridge.console.source;

import io.hookbridge.inbound.endpoint.InboundEndpoints;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.inbound.log.ReceivedRequests;
import io.hookbridge.inbound.preset.OwnPresets;
import io.hookbridge.inbound.receive.RejectionLog;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.message.action.Replays;

/**
 * What the pages of sources show and change.
 *
 * @param ingest knows the addresses that sources receive at
 */
public record SourceDesk(
        InboundEndpoints endpoints,
        OwnPresets presets,
        IngestUrl ingest,
        MessageLog log,
        ReadCounts counts,
        ReceivedRequests requests,
        RejectionLog rejections,
        Replays replays) {}
