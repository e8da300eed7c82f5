package io.hookbridge.console.message;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Rfc3339;
import io.hookbridge.insight.log.ResponseStatuses;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.search.SearchTerm;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the box above the list of messages. Pure.
 *
 * <p>Words are separated by blanks and all must fit. {@code name:value} says what is meant; a value
 * with blanks stands in quotation marks. A word without a name is told by its form: an id or the
 * beginning of one, an endpoint, a status, a code, and else an idempotency key or, where payloads
 * are searched, words of the payload. There another name is that of a member of the payload.
 */
final class ReadQuery {

    private static final Pattern TERM =
            Pattern.compile(
                    "(?:(?<name>"
                            + SearchTerm.PATH
                            + "):)?(?:\"(?<quoted>[^\"]*)\"?|(?<plain>\\S+))");
    private static final Pattern AGE = Pattern.compile("(?<count>\\d{1,4})(?<unit>[smhdw])");
    private static final Pattern URL = Pattern.compile("https?://");
    private static final Pattern CODE = Pattern.compile("[1-5]\\d\\d");
    private static final Pattern CODES = Pattern.compile("(?<digit>[1-5])xx");
    private static final int SHORTEST_ID = 8;
    private static final int LONGEST = 500;

    private static final Map<String, MessageStatus> STATUSES =
            Map.of(
                    "queued", MessageStatus.QUEUED,
                    "paused", MessageStatus.PAUSED,
                    "delivering", MessageStatus.DELIVERING,
                    "delivered", MessageStatus.SUCCEEDED,
                    "waiting", MessageStatus.PENDING_RETRY,
                    "failed", MessageStatus.FAILED_PERMANENT);

    private final Instant now;
    private final boolean searched;
    private final Map<Name, String> said = new EnumMap<>(Name.class);
    private final List<SearchTerm> terms = new ArrayList<>();

    private ReadQuery(Instant now, boolean searched) {
        this.now = now;
        this.searched = searched;
    }

    /** What can be asked for. */
    private enum Name {
        ID,
        KEY,
        STATUS,
        CODE,
        ENDPOINT,
        IS,
        AFTER,
        BEFORE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Name> of(String word) {
            return Arrays.stream(values())
                    .filter(name -> name.word().equalsIgnoreCase(word))
                    .findFirst();
        }
    }

    /** Why a query cannot be read; the message is a sentence for the person who typed it. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1;

        UnreadableException(String sentence) {
            super(sentence);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * @param now what ages are counted from
     * @param searched whether messages are found by their payloads
     * @throws UnreadableException for what cannot be read
     */
    static MessageQuery of(String text, Instant now, boolean searched) throws UnreadableException {
        if (text.length() > LONGEST) {
            throw new UnreadableException("A search has at most " + LONGEST + " characters.");
        }
        // No text that is stored has control characters.
        return new ReadQuery(now, searched).read(text.replaceAll("\\p{Cntrl}", " "));
    }

    private MessageQuery read(String text) throws UnreadableException {
        Matcher term = TERM.matcher(text);
        while (term.find()) {
            String name = term.group("name");
            String quoted = term.group("quoted");
            String plain = term.group("plain");
            if (URL.matcher(term.group()).lookingAt()) {
                say(Name.ENDPOINT, term.group());
            } else if (name != null) {
                readNamed(name, quoted == null ? plain : quoted);
            } else {
                readUnnamed(
                        quoted == null ? guess(plain) : Name.KEY, quoted == null ? plain : quoted);
            }
        }
        if (terms.size() > SearchTerm.MOST) {
            throw new UnreadableException(
                    "A search has at most " + SearchTerm.MOST + " words of a payload.");
        }
        String status = said.get(Name.STATUS);
        String code = said.get(Name.CODE);
        String is = said.get(Name.IS);
        String id = said.get(Name.ID);
        Instant from = time(Name.AFTER);
        Instant until = time(Name.BEFORE);
        if (from != null && until != null && !from.isBefore(until)) {
            throw new UnreadableException("Nothing can come after and before these times.");
        }
        return new MessageQuery(
                is == null ? null : direction(is),
                status == null ? null : status(status),
                code == null ? null : codes(code),
                said.get(Name.ENDPOINT),
                from,
                until,
                said.get(Name.KEY),
                terms,
                id == null ? null : ids(id),
                id == null ? null : MessageId.parse(id).orElse(null));
    }

    private void readNamed(String word, String value) throws UnreadableException {
        Optional<Name> name = Name.of(word);
        if (name.isPresent() || !searched) {
            say(name.orElseThrow(() -> unknown(word)), value);
        } else {
            lookFor(word, value);
        }
    }

    private void readUnnamed(Name name, String value) throws UnreadableException {
        if (name == Name.KEY && searched) {
            lookFor(null, value);
        } else {
            say(name, value);
        }
    }

    /**
     * @param path null for anywhere in the payload
     */
    private void lookFor(@Nullable String path, String value) throws UnreadableException {
        List<SearchTerm> found = SearchTerm.of(path, value);
        if (value.isEmpty() || found.isEmpty()) {
            throw new UnreadableException("“" + value + "” has no word to look for.");
        }
        terms.addAll(found);
    }

    private void say(Name name, String value) throws UnreadableException {
        if (value.isEmpty()) {
            throw new UnreadableException("Say what “" + name.word() + ":” should be.");
        }
        if (said.put(name, value) != null) {
            throw new UnreadableException(
                    "“" + name.word() + ":” can be there only once; all words must fit.");
        }
    }

    private static UnreadableException unknown(String name) {
        return new UnreadableException(
                "There is nothing called “"
                        + name
                        + ":”. You can use id:, key:, status:, code:, endpoint:, is:, after: and"
                        + " before:. Payloads are not searched on this server. If it is part of a"
                        + " key, write key:\"…\".");
    }

    private static Name guess(String word) {
        if (EndpointId.parse(word).isPresent()) {
            return Name.ENDPOINT;
        }
        if (word.length() >= SHORTEST_ID && IdRange.startingWith(word).isPresent()) {
            return Name.ID;
        }
        if (CODE.matcher(word).matches() || CODES.matcher(word).matches()) {
            return Name.CODE;
        }
        if (STATUSES.containsKey(word) || MessageStatus.of(word).isPresent()) {
            return Name.STATUS;
        }
        return (word.equals("sent") || word.equals("received")) ? Name.IS : Name.KEY;
    }

    private static Direction direction(String word) throws UnreadableException {
        return switch (word) {
            case "sent" -> Direction.OUTBOUND;
            case "received" -> Direction.INBOUND;
            default -> throw new UnreadableException("“is:” is followed by sent or received.");
        };
    }

    private static MessageStatus status(String word) throws UnreadableException {
        return Optional.ofNullable(STATUSES.get(word))
                .or(() -> MessageStatus.of(word))
                .orElseThrow(() ->
                        new UnreadableException(
                                "“status:” is followed by queued, delivering, waiting, delivered,"
                                        + " failed or paused."));
    }

    private static ResponseStatuses codes(String word) throws UnreadableException {
        Matcher codes = CODES.matcher(word);
        if (codes.matches()) {
            return ResponseStatuses.beginningWith(Integer.parseInt(codes.group("digit")));
        }
        if (CODE.matcher(word).matches()) {
            return ResponseStatuses.of(Integer.parseInt(word));
        }
        throw new UnreadableException("“code:” is followed by a number like 503, or by 5xx.");
    }

    private static IdRange ids(String text) throws UnreadableException {
        return IdRange.startingWith(text)
                .orElseThrow(() ->
                        new UnreadableException(
                                "“id:” is followed by an id or its beginning: digits and the letters"
                                        + " a to f, with the hyphens."));
    }

    private @Nullable Instant time(Name name) throws UnreadableException {
        String text = said.get(name);
        if (text == null) {
            return null;
        }
        Matcher age = AGE.matcher(text);
        return age.matches()
                ? now.minus(duration(age))
                : moment(text)
                        .orElseThrow(() ->
                                new UnreadableException(
                                        "“"
                                                + name.word()
                                                + ":” is followed by an age like 30m, 2h or 7d, or by a"
                                                + " time in UTC like 2026-11-29 or"
                                                + " 2026-11-29T14:05."));
    }

    private static Duration duration(Matcher age) {
        long count = Long.parseLong(age.group("count"));
        return switch (age.group("unit")) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
        };
    }

    private static Optional<Instant> moment(String text) {
        return Rfc3339.parse(text).or(() -> Rfc3339.parse(text + ":00"));
    }

    /**
     * The query with another value for one of its names; the other words stay as they are.
     *
     * @param wanted such as {@code status}
     * @param value without blanks; null for any
     */
    static String with(String text, String wanted, @Nullable String value) {
        StringBuilder words = new StringBuilder();
        Matcher term = TERM.matcher(text);
        while (term.find()) {
            String name = term.group("name");
            String plain = term.group("plain");
            boolean replaced =
                    name == null
                            ? plain != null && guess(plain).word().equals(wanted)
                            : name.equalsIgnoreCase(wanted);
            if (!replaced) {
                words.append(words.isEmpty() ? "" : " ").append(term.group());
            }
        }
        if (value != null) {
            words.append(words.isEmpty() ? "" : " ").append(wanted).append(':').append(value);
        }
        return words.toString();
    }
}
