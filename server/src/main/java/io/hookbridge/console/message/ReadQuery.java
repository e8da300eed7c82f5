package io.hookbridge.console.message;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Rfc3339;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.log.ResponseStatuses;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.search.SearchTerm;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
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

    /** Why a query cannot be read. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1;

        private final String key;
        private final Serializable[] arguments;

        /**
         * @param key of the phrase that says so
         */
        UnreadableException(String key, Serializable... arguments) {
            super(Phrases.ENGLISH.say(key, (Object[]) arguments));
            this.key = key;
            this.arguments = arguments;
        }

        /** A sentence for the person who typed it. */
        String in(Phrases phrases) {
            return phrases.say(key, (Object[]) arguments);
        }
    }

    /**
     * @param now what ages are counted from
     * @param searched whether messages are found by their payloads
     * @throws UnreadableException for what cannot be read
     */
    static MessageQuery of(String text, Instant now, boolean searched) throws UnreadableException {
        if (text.length() > LONGEST) {
            throw new UnreadableException("message.query.too_long", LONGEST);
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
            throw new UnreadableException("message.query.too_many", SearchTerm.MOST);
        }
        String status = said.get(Name.STATUS);
        String code = said.get(Name.CODE);
        String is = said.get(Name.IS);
        String id = said.get(Name.ID);
        Instant from = time(Name.AFTER);
        Instant until = time(Name.BEFORE);
        if (from != null && until != null && !from.isBefore(until)) {
            throw new UnreadableException("message.query.nothing_between");
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
            throw new UnreadableException("message.query.no_word", value);
        }
        terms.addAll(found);
    }

    private void say(Name name, String value) throws UnreadableException {
        if (value.isEmpty()) {
            throw new UnreadableException("message.query.no_value", name.word());
        }
        if (said.put(name, value) != null) {
            throw new UnreadableException("message.query.twice", name.word());
        }
    }

    private static UnreadableException unknown(String name) {
        return new UnreadableException("message.query.unknown", name, "key:\"…\"");
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
            default -> throw new UnreadableException("message.query.direction");
        };
    }

    private static MessageStatus status(String word) throws UnreadableException {
        return Optional.ofNullable(STATUSES.get(word))
                .or(() -> MessageStatus.of(word))
                .orElseThrow(() -> new UnreadableException("message.query.status"));
    }

    private static ResponseStatuses codes(String word) throws UnreadableException {
        Matcher codes = CODES.matcher(word);
        if (codes.matches()) {
            return ResponseStatuses.beginningWith(Integer.parseInt(codes.group("digit")));
        }
        if (CODE.matcher(word).matches()) {
            return ResponseStatuses.of(Integer.parseInt(word));
        }
        throw new UnreadableException("message.query.code");
    }

    private static IdRange ids(String text) throws UnreadableException {
        return IdRange.startingWith(text)
                .orElseThrow(() -> new UnreadableException("message.query.id"));
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
                        .orElseThrow(
                                () -> new UnreadableException("message.query.time", name.word()));
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
