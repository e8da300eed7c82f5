package io.hookbridge.console.pull;

import io.hookbridge.inbound.endpoint.InboundEndpoints;
import io.hookbridge.pull.event.Acknowledgements;
import io.hookbridge.pull.event.EventDeletions;
import io.hookbridge.pull.event.PullEvents;

import java.net.URI;

/**
 * What the pages of events show and change.
 *
 * @param publicUrl how programs reach this server, which fetch them
 */
public record PullDesk(
        InboundEndpoints endpoints,
        PullEvents events,
        Acknowledgements acknowledgements,
        EventDeletions deletions,
        URI publicUrl) {}
