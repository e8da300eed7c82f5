package io.hookbridge.console.pull;

import io.hookbridge.inbound.endpoint.InboundEndpoints;
import io.hookbridge.pull.event.Acknowledgements;
import io.hookbridge.pull.event.EventDeletions;
import io.hookbridge.pull.event.PullEvents;

import java.time.InstantSource;

/** What the pages of events show and change. */
public record PullDesk(
        InboundEndpoints endpoints,
        PullEvents events,
        Acknowledgements acknowledgements,
        EventDeletions deletions,
        InstantSource clock) {}
