package io.hookbridge.console.message;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Json;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.VisibleText;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.AttemptView;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.explanation.Explanation;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the page of a message. */
final class ShowMessage {

    /** Older ones are counted. */
    private static final int MOST_ATTEMPTS = 20;

    /** Of what was answered to an attempt. */
    private static final int MOST_OF_ANSWER = 2048;

    private final MessageDesk desk;
    private final SearchMessages search;
    private final Pages pages;
    private final String publicUrl;

    ShowMessage(MessageDesk desk, SearchMessages search, Pages pages, URI publicUrl) {
        this.desk = desk;
        this.search = search;
        this.pages = pages;
        this.publicUrl = publicUrl.toString().replaceFirst("/$", "");
    }

    Answer page(ConsoleVisit visit, Place place, Message message) {
        return page(visit, place, message, 200, null);
    }

    /**
     * @param alert why the last step did nothing, or null
     */
    Answer page(
            ConsoleVisit visit, Place place, Message message, int status, @Nullable String alert) {
        String list = place.path(MessagePages.PATH);
        String path = list + "/" + message.id();
        ListPlace of = ListPlace.of(visit.call());
        SearchMessages.Neighbours neighbours = search.neighbours(message, of);
        boolean all = visit.call().query("payload").map("more"::equals).orElse(false);
        Payload payload =
                payload(
                        message,
                        all ? PayloadView.MOST_BYTES : PayloadView.FIRST_BYTES,
                        visit.phrases());
        int earlier = Math.max(0, message.attemptCount() - MOST_ATTEMPTS);
        List<AttemptView> attempts =
                desk.read().attempts(message, earlier, MOST_ATTEMPTS, Integer::toString);
        boolean bodies = desk.showsBodies().test(visit.caller(place));
        Phrases phrases = visit.phrases();
        Explanation last = explanation(message, attempts, phrases);
        return pages.show(
                status,
                "console/message.jte",
                new MessagePage(
                        visit.shell(Section.MESSAGES, place),
                        alert,
                        of.query().isEmpty() ? list : MessagePages.search(list, of.query()),
                        path(list, neighbours.newer(), of),
                        path(list, neighbours.older(), of),
                        path,
                        message.id().toString(),
                        MessagePages.isSent(message),
                        Badge.of(message, phrases),
                        DescribeMessage.state(message, desk.clock().instant(), phrases),
                        last,
                        facts(message, list, phrases),
                        payload.view(),
                        payload.gone(),
                        message.contentType(),
                        !all && payload.view() != null && !payload.view().whole()
                                ? path
                                        + (of.suffix().isEmpty() ? "?" : of.suffix() + "&")
                                        + "payload=more#payload"
                                : null,
                        attempts(message, attempts, path, bodies, last, phrases),
                        earlier,
                        actions(message, path, of.suffix(), visit.permissions(), phrases),
                        curl(message)),
                phrases.language());
    }

    private static @Nullable String path(String list, @Nullable MessageId id, ListPlace of) {
        return id == null ? null : list + "/" + id + of.suffix();
    }

    private List<MessagePage.Fact> facts(Message message, String list, Phrases phrases) {
        List<MessagePage.Fact> facts =
                new ArrayList<>(DescribeMessage.facts(message, url(message), phrases));
        desk.origins()
                .original(message.environment(), message.id())
                .ifPresent(original ->
                        facts.add(
                                0,
                                new MessagePage.Fact(
                                        phrases.say("message.fact.made_from"),
                                        original.toString(),
                                        list + "/" + original,
                                        true)));
        return facts;
    }

    private String url(Message message) {
        return desk.endpoints()
                .urls(message.environment(), List.of(message.target()))
                .getOrDefault(message.target(), "");
    }

    /** Of the last attempt, if the message still suffers from it. */
    private static @Nullable Explanation explanation(
            Message message, List<AttemptView> attempts, Phrases phrases) {
        return (message.status() == MessageStatus.SUCCEEDED || attempts.isEmpty())
                ? null
                : explanation(attempts.getLast(), phrases);
    }

    private static @Nullable Explanation explanation(AttemptView attempt, Phrases phrases) {
        Explanation english = attempt.explanation();
        return english == null
                ? null
                : SayFailure.explanation(
                        english, attempt.responseStatus(), attempt.errorText(), phrases);
    }

    /** What can be shown of a payload, or why nothing can. */
    private record Payload(@Nullable PayloadView view, @Nullable String gone) {}

    private Payload payload(Message message, int most, Phrases phrases) {
        try {
            return new Payload(
                    PayloadView.of(
                            desk.read().payload(message, most),
                            message.sizeBytes(),
                            message.contentType()),
                    null);
        } catch (ApiError gone) {
            return new Payload(null, SayFailure.refusal(gone, phrases));
        }
    }

    /**
     * @param told the explanation that stands above all, and is not repeated; null if none does
     */
    private List<MessagePage.Attempt> attempts(
            Message message,
            List<AttemptView> attempts,
            String path,
            boolean bodies,
            @Nullable Explanation told,
            Phrases phrases) {
        long scale = attempts.stream().mapToLong(AttemptView::responseLatencyMs).max().orElse(1);
        List<MessagePage.Attempt> shown = new ArrayList<>();
        for (AttemptView attempt : attempts.reversed()) {
            // Each takes a question of its own, so only the last answer is shown at once.
            boolean showsBody = bodies && shown.isEmpty() && attempt.responseBodyUrl() != null;
            Explanation explanation =
                    shown.isEmpty() && told != null ? null : explanation(attempt, phrases);
            shown.add(
                    attempt(
                            message,
                            attempt,
                            scale,
                            path,
                            bodies,
                            showsBody,
                            explanation,
                            phrases));
        }
        return shown;
    }

    private MessagePage.Attempt attempt(
            Message message,
            AttemptView attempt,
            long scale,
            String path,
            boolean bodies,
            boolean showsBody,
            @Nullable Explanation explanation,
            Phrases phrases) {
        Map<String, String> answered = headers(attempt.responseHeaders());
        return new MessagePage.Attempt(
                attempt.attemptNo(),
                phrases.second(attempt.createdAt()),
                attempt.createdAt(),
                attempt.errorText() == null,
                LastAnswer.of(attempt.responseStatus(), attempt.errorText(), phrases),
                phrases.about(Duration.ofMillis(attempt.responseLatencyMs())),
                DescribeMessage.decision(attempt, phrases),
                explanation,
                Waterfall.of(attempt, scale, phrases),
                VisibleText.line(attempt.url()),
                attempt.resolvedIp(),
                attempt.requestHeaders(),
                answered,
                showsBody ? body(message, attempt, answered) : null,
                bodies && attempt.responseBodyUrl() != null && desk.read().isKept(message)
                        ? path + "/attempts/" + attempt.attemptNo() + "/response-body"
                        : null);
    }

    private @Nullable PayloadView body(
            Message message, AttemptView attempt, Map<String, String> headers) {
        Optional<byte[]> body = desk.read().responseBody(message, attempt.attemptNo());
        if (body.isEmpty()) {
            return null;
        }
        byte[] bytes = body.get();
        byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_OF_ANSWER));
        boolean truncated = Boolean.TRUE.equals(attempt.responseBodyTruncated());
        String contentType =
                headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
        return PayloadView.of(first, truncated ? bytes.length + 1 : bytes.length, contentType);
    }

    /**
     * @param json the headers of an answer as they are stored; null if there was none
     */
    private static Map<String, String> headers(@Nullable String json) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (json != null) {
            for (Map.Entry<String, JsonNode> header : Json.MAPPER.readTree(json).properties()) {
                headers.put(
                        VisibleText.line(header.getKey()),
                        VisibleText.line(header.getValue().asString()));
            }
        }
        return headers;
    }

    private static List<MessagePage.Action> actions(
            Message message,
            String path,
            String suffix,
            Set<Permission> permissions,
            Phrases phrases) {
        List<MessagePage.Action> actions = new ArrayList<>();
        if (message.deletion() != null) {
            return actions;
        }
        if (permissions.contains(Permission.SEND)) {
            if (DescribeMessage.waits(message)) {
                actions.add(
                        action(
                                phrases.say("message.action.retry"),
                                path + "/retry" + suffix,
                                false,
                                false));
                actions.add(
                        action(
                                phrases.say("message.action.cancel"),
                                path + "/cancel" + suffix,
                                true,
                                false));
            }
            if (message.finishedAt() != null) {
                actions.add(
                        action(
                                phrases.say("message.action.replay"),
                                path + "/replay" + suffix,
                                false,
                                false));
            }
            if (MessagePages.isSent(message)) {
                actions.add(
                        action(phrases.say("message.action.edit"), path + "/edit", true, false));
            }
        }
        if (permissions.contains(Permission.MANAGE)) {
            actions.add(
                    action(
                            phrases.say("message.action.delete"),
                            path + "/delete" + suffix,
                            true,
                            true));
        }
        return actions;
    }

    private static MessagePage.Action action(
            String title, String path, boolean asks, boolean danger) {
        return new MessagePage.Action(title, path, asks, danger);
    }

    private String curl(Message message) {
        MessageApi api = MessagePages.isSent(message) ? MessageApi.OUTBOUND : MessageApi.INBOUND;
        return "curl -sS -H \"Authorization: Bearer $HOOKBRIDGE_KEY\" '"
                + publicUrl
                + api.path("messages/")
                + message.id()
                + "'";
    }
}
