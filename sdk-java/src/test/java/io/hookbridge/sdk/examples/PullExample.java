package io.hookbridge.sdk.examples;

import io.hookbridge.sdk.HookBridge;
import io.hookbridge.sdk.event.ListPullEventsQuery;
import io.hookbridge.sdk.event.PullEvent;
import io.hookbridge.sdk.event.WantedPullEventStatus;

import java.util.List;
import java.util.function.Consumer;

/** Fetches what was received, where nothing can be delivered to. */
public final class PullExample {

    private PullExample() {}

    /** Acknowledges only what was worked on, so that nothing is lost if the program ends before. */
    public static int work(HookBridge client, String pullEndpointId, Consumer<Object> work) {
        ListPullEventsQuery query =
                ListPullEventsQuery.create()
                        .status(
                                List.of(
                                        WantedPullEventStatus.STORED,
                                        WantedPullEventStatus.FETCHED))
                        .payload(true)
                        .waitSeconds(10);
        List<PullEvent> events = client.pullEvents().list(pullEndpointId, query).items();
        for (PullEvent event : events) {
            if (event.payload() != null) {
                work.accept(event.payload());
            }
            client.pullEvents().acknowledge(pullEndpointId, List.of(event.id()));
        }
        return events.size();
    }
}
