package io.hookbridge.console.pull;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.console.source.Badge;
import io.hookbridge.console.source.BodyView;
import io.hookbridge.console.source.SourcePage.Fact;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.MessageHead;
import io.hookbridge.net.Header;
import io.hookbridge.pull.event.EventPayload;
import io.hookbridge.pull.event.EventState;
import io.hookbridge.pull.event.PullEvent;
import io.hookbridge.pull.event.PullEvents;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An event with what was received, which was not fetched by that.
 *
 * @param path of this page
 * @param list where the events of its source are
 * @param name of the source
 * @param headers in their order; empty if they are kept no more
 * @param body null if it is kept no more
 * @param mayAcknowledge whether it can be acknowledged
 * @param mayDelete whether it can be deleted, and the person may
 */
public record EventPage(
        Shell shell,
        String path,
        String list,
        String name,
        String title,
        Badge badge,
        List<Fact> facts,
        List<Header> headers,
        @Nullable BodyView body,
        boolean mayAcknowledge,
        boolean mayDelete) {

    static EventPage of(
            Shell shell,
            String list,
            String name,
            PullEvents.Fetched found,
            boolean mayManage,
            Phrases phrases) {
        PullEvent event = found.event();
        boolean isThere = found.payload().isPresent();
        String type = event.type();
        return new EventPage(
                shell,
                list + "/events/" + event.id(),
                list,
                name,
                type == null ? phrases.say("pull.event") : type,
                event.deletion() == null
                        ? Badge.of(event.state(), phrases)
                        : new Badge(phrases.say("pull.state.deleted"), "dead"),
                facts(event, phrases),
                found.payload().map(EventPage::headers).orElse(List.of()),
                found.payload().map(payload -> BodyView.of(payload.body())).orElse(null),
                isThere && event.state() != EventState.DELIVERED,
                isThere && mayManage);
    }

    private static List<Header> headers(EventPayload payload) {
        return payload.head() instanceof MessageHead.Received received
                ? received.headers()
                : List.of();
    }

    private static List<Fact> facts(PullEvent event, Phrases phrases) {
        List<Fact> facts = new ArrayList<>();
        facts.add(moment("pull.event.received", event.receivedAt(), phrases));
        if (event.fetchedAt() != null) {
            facts.add(moment("pull.event.fetched", event.fetchedAt(), phrases));
        }
        if (event.deliveredAt() != null) {
            facts.add(moment("pull.state.delivered", event.deliveredAt(), phrases));
        }
        PullEvent.Deletion deletion = event.deletion();
        if (deletion != null) {
            facts.add(moment("pull.state.deleted", deletion.at(), phrases));
        } else {
            facts.add(moment("pull.event.kept_until", event.payloadExpiresAt(), phrases));
        }
        facts.add(new Fact(phrases.say("source.request.content_type"), event.contentType()));
        if (event.sameBytesAs() != null) {
            facts.add(
                    new Fact(phrases.say("pull.event.same_bytes"), event.sameBytesAs().toString()));
        }
        facts.add(new Fact(phrases.say("console.id"), event.id().toString()));
        return facts;
    }

    /**
     * @param key of the phrase for what happened then
     */
    private static Fact moment(String key, Instant moment, Phrases phrases) {
        return new Fact(phrases.say(key), phrases.second(moment) + " UTC");
    }
}
