package io.hookbridge.console.source;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Words;
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
            boolean mayReplay) {
        Message message = request.message();
        MessageHead.Received head =
                request.content().flatMap(ReceivedRequest.Content::head).orElse(null);
        return new ReceivedPage(
                shell,
                sourcePath + "/received/" + message.id(),
                sourcePath,
                SourcesPage.name(source),
                Badge.of(message.status(), source.mode()),
                facts(message, head),
                head == null ? List.of() : head.headers(),
                request.content().map(content -> BodyView.of(content.body())).orElse(null),
                mayReplay);
    }

    private static List<SourcePage.Fact> facts(
            Message message, MessageHead.@Nullable Received head) {
        List<SourcePage.Fact> facts = new ArrayList<>();
        facts.add(new SourcePage.Fact("Received", Words.second(message.createdAt()) + " UTC"));
        if (head != null) {
            facts.add(new SourcePage.Fact("From", head.source()));
            facts.add(new SourcePage.Fact("Verified", verified(head)));
            if (head.eventType() != null) {
                facts.add(new SourcePage.Fact("Type", head.eventType()));
            }
            if (head.query() != null) {
                facts.add(new SourcePage.Fact("Query", head.query()));
            }
        }
        facts.add(new SourcePage.Fact("Content type", message.contentType()));
        facts.add(new SourcePage.Fact("Attempts", Words.number(message.attemptCount())));
        if (message.lastError() != null) {
            facts.add(new SourcePage.Fact("Last attempt", message.lastError()));
        }
        facts.add(
                new SourcePage.Fact(
                        "Payload kept until", Words.moment(message.payloadExpiresAt()) + " UTC"));
        facts.add(new SourcePage.Fact("Id", message.id().toString()));
        return facts;
    }

    private static String verified(MessageHead.Received head) {
        if (!head.verified()) {
            return "No: nothing but its address was checked";
        }
        return head.preset() == null ? "Yes" : "Yes, as " + head.preset();
    }
}
