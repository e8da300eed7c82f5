package io.hookbridge.inbound.listen;

import io.hookbridge.base.MessageId;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Up to where a caller who asks has what it was given: a message, and the place at which it was
 * given it, because a replay gives the message another one. To callers it is opaque text; one who
 * knows no more than the id of a message may say that.
 *
 * @param position empty if only the message is known
 */
record PollCursor(MessageId message, OptionalLong position) {

    private static final Pattern FORM = Pattern.compile("([^.]+)(?:\\.([0-9]{1,18}))?");

    static PollCursor of(Entry last) {
        return new PollCursor(last.message(), OptionalLong.of(last.position()));
    }

    /** Empty if it is none. */
    static Optional<PollCursor> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String position = parts.group(2);
        return MessageId.parse(parts.group(1))
                .map(message ->
                        new PollCursor(
                                message,
                                position == null
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(Long.parseLong(position))));
    }

    @Override
    public String toString() {
        return position.isEmpty() ? message.toString() : message + "." + position.getAsLong();
    }
}
