package io.hookbridge.console.source;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.log.ReceivedRequest;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageHead;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A request as it came.
 *
 * @param path of this page
 * @param source where its source is
 * @param name of its source
 * @param facts what is known of it besides its bytes
 * @param headers in their order; empty if they are kept no more
 * @param body null if it is kept no more
 * @param mayReplay whether the person may send it again
 */
public record ReceivedPage(
        Shell shell,
        String path,
        String source,
        String name,
        Badge badge,
        List<SourcePage.Fact> facts,
        List<Header> headers,
        @Nullable BodyView body,
        boolean mayReplay) {

    static ReceivedPage of(
            Shell shell,
            String sourcePath,
            InboundEndpoint source,
            ReceivedRequest request,
            boolean mayReplay,
            Phrases phrases) {
        Message message = request.message();
        MessageHead.Received head =
                request.content().flatMap(ReceivedRequest.Content::head).orElse(null);
        return new ReceivedPage(
                shell,
                sourcePath + "/received/" + message.id(),
                sourcePath,
                SourcesPage.name(source, phrases),
                Badge.of(message.status(), source.mode(), phrases),
                facts(message, head, phrases),
                head == null ? List.of() : head.headers(),
                request.content().map(content -> BodyView.of(content.body())).orElse(null),
                mayReplay);
    }

    private static List<SourcePage.Fact> facts(
            Message message, MessageHead.@Nullable Received head, Phrases phrases) {
        List<SourcePage.Fact> facts = new ArrayList<>();
        facts.add(fact("received", phrases.second(message.createdAt()) + " UTC", phrases));
        if (head != null) {
            facts.add(fact("from", head.source(), phrases));
            facts.add(fact("verified", verified(head, phrases), phrases));
            if (head.eventType() != null) {
                facts.add(fact("type", head.eventType(), phrases));
            }
            if (head.query() != null) {
                facts.add(fact("query", head.query(), phrases));
            }
        }
        facts.add(fact("content_type", message.contentType(), phrases));
        facts.add(fact("attempts", phrases.number(message.attemptCount()), phrases));
        if (message.lastError() != null) {
            facts.add(
                    fact(
                            "last_attempt",
                            SourcePage.failure(
                                    message.responseStatus(), message.lastError(), phrases),
                            phrases));
        }
        facts.add(fact("kept_until", phrases.moment(message.payloadExpiresAt()) + " UTC", phrases));
        facts.add(new SourcePage.Fact(phrases.say("console.id"), message.id().toString()));
        return facts;
    }

    private static SourcePage.Fact fact(String name, String value, Phrases phrases) {
        return new SourcePage.Fact(phrases.say("source.request." + name), value);
    }

    private static String verified(MessageHead.Received head, Phrases phrases) {
        if (!head.verified()) {
            return phrases.say("source.request.verified.no");
        }
        return head.preset() == null
                ? phrases.say("source.request.verified.yes")
                : phrases.say("source.request.verified.preset", head.preset());
    }
}
