package io.hookbridge.console.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.insight.log.FindMessages;
import io.hookbridge.insight.log.MessageFilter;
import io.hookbridge.message.Message;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds the messages that a query means, a page at a time. */
final class SearchMessages {

    static final int ON_A_PAGE = 50;

    static final FindMessages.Page NOTHING = new FindMessages.Page(List.of(), Map.of(), null);

    private final MessageDesk desk;
    private final FindEndpoint endpoints;

    SearchMessages(MessageDesk desk) {
        this.desk = desk;
        this.endpoints = new FindEndpoint(desk.endpoints());
    }

    /**
     * What a person means.
     *
     * @throws ReadQuery.UnreadableException for what cannot be read
     */
    MessageQuery query(String text) throws ReadQuery.UnreadableException {
        return query(text, desk.clock().instant());
    }

    /**
     * The same as it was meant at a moment, which ages are counted from.
     *
     * @throws ReadQuery.UnreadableException for what cannot be read
     */
    MessageQuery query(String text, Instant at) throws ReadQuery.UnreadableException {
        return ReadQuery.of(text, at, desk.find().searchDays() > 0);
    }

    /**
     * What is to be read for a query; empty if nothing can fit it.
     *
     * @throws ReadQuery.UnreadableException if it means no endpoint, or several
     */
    Optional<MessageFilter> filter(MessageQuery query, EnvironmentId environment)
            throws ReadQuery.UnreadableException {
        return endpoints.filter(query, environment);
    }

    /**
     * The newest messages that fit.
     *
     * @param after where the page before ended; null for the first page
     * @throws ReadQuery.UnreadableException if the query means no endpoint, or several
     */
    FindMessages.Page page(
            MessageQuery query, EnvironmentId environment, @Nullable UUID after, int most)
            throws ReadQuery.UnreadableException {
        return filter(query, environment)
                .map(filter -> desk.find().page(filter, after, most))
                .orElse(NOTHING);
    }

    /**
     * What stands before and after a message in a list.
     *
     * @param newer null for the first of the page that it was chosen from
     * @param older null for the last of all
     */
    record Neighbours(@Nullable MessageId newer, @Nullable MessageId older) {

        static final Neighbours NONE = new Neighbours(null, null);
    }

    /** Those of a message, whether or not it still fits. */
    Neighbours neighbours(Message message, ListPlace place) {
        MessageId first = place.first();
        if (first == null) {
            return Neighbours.NONE;
        }
        try {
            MessageQuery query = query(place.query());
            FindMessages.Page page =
                    page(query, message.environment(), justAfter(first.value()), ON_A_PAGE);
            MessageId older = older(page, message.id());
            if (older == null && page.next() != null) {
                older = older(page(query, message.environment(), page.next(), 1), message.id());
            }
            return new Neighbours(newer(page, message.id()), older);
        } catch (ReadQuery.UnreadableException unreadable) {
            return Neighbours.NONE;
        }
    }

    /** The id after which no other comes before {@code first}. */
    private static UUID justAfter(UUID first) {
        return new UUID(first.getMostSignificantBits(), first.getLeastSignificantBits() + 1);
    }

    private static @Nullable MessageId newer(FindMessages.Page page, MessageId than) {
        return page.messages().stream()
                .map(Message::id)
                .filter(id -> compare(id, than) > 0)
                .reduce((_, last) -> last)
                .orElse(null);
    }

    private static @Nullable MessageId older(FindMessages.Page page, MessageId than) {
        return page.messages().stream()
                .map(Message::id)
                .filter(id -> compare(id, than) < 0)
                .findFirst()
                .orElse(null);
    }

    /** As text, ids have the order that the database gives them. */
    private static int compare(MessageId one, MessageId other) {
        return one.toString().compareTo(other.toString());
    }
}
