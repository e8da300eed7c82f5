package io.hookbridge.message;

import io.hookbridge.base.MessageId;
import io.hookbridge.base.Text;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The messages that a request lists, each once, in its order.
 *
 * @param texts as they were sent, not all of them must be ids
 */
public record MessageList(List<String> texts) {

    /** The answer repeats every text, also one that is no id. */
    private static final int LONGEST_TEXT = 255;

    /** The member of a body that has the list. */
    public static final String MEMBER = "message_ids";

    /** The most messages in one request. */
    public static final int MOST = 100;

    /**
     * {@code message_ids} of the body.
     *
     * @throws ApiError {@code INVALID_REQUEST} if there are none or too many, or one is much too
     *     long for an id
     */
    public static MessageList of(Call call) {
        List<String> texts = call.json().texts(MEMBER).orElse(List.of());
        if (texts.isEmpty() || texts.size() > MOST) {
            throw ApiError.invalidRequest("message_ids must list 1 to " + MOST + " messages");
        }
        if (texts.stream().anyMatch(text -> Text.length(text) > LONGEST_TEXT)) {
            throw ApiError.invalidRequest("message_ids must hold ids of messages");
        }
        return new MessageList(texts.stream().distinct().toList());
    }

    /**
     * The lines of the answer, one for each text.
     *
     * @param outcomes of those that are ids
     * @param notFound of all others
     */
    public <O, L> List<L> lines(
            Map<MessageId, O> outcomes, O notFound, BiFunction<String, O, L> line) {
        return texts.stream()
                .map(text ->
                        line.apply(text, MessageId.parse(text).map(outcomes::get).orElse(notFound)))
                .toList();
    }

    /** Those that are ids. */
    public List<MessageId> readable() {
        return texts.stream().flatMap(text -> MessageId.parse(text).stream()).toList();
    }
}
