package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.Text;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.http.ApiError;
import io.hookbridge.inbound.verify.request.ContentCoding;
import io.hookbridge.inbound.verify.request.JsonPath;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.message.accept.NewMessage;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a request tells the type of its event. */
public sealed interface EventTypeRule {

    /** In the first header of this name. */
    record InHeader(String path) implements EventTypeRule {

        @Override
        public String source() {
            return HEADER;
        }

        @Override
        public Optional<String> typeOf(ReceivedRequest request, ContentCoding.Undoing coding) {
            return request.headers(path).findFirst().filter(EventTypeRule::isType);
        }
    }

    /**
     * At this place of a JSON body.
     *
     * @param path as the caller wrote it
     */
    record InBody(String path, JsonPath place) implements EventTypeRule {

        @Override
        public String source() {
            return BODY;
        }

        @Override
        public Optional<String> typeOf(ReceivedRequest request, ContentCoding.Undoing coding) {
            if (ContentCoding.isCompressed(request)) {
                NeverBlocks.requireToBlock();
            }
            return coding.undone(request).flatMap(place::textIn).filter(EventTypeRule::isType);
        }
    }

    /** The word of SQL and JSON for a place in the body. */
    String BODY = "body";

    /** The word of SQL and JSON for a header. */
    String HEADER = "header";

    /** RFC 9110, section 5.6.2. */
    Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    /** {@link #BODY} or {@link #HEADER}. */
    String source();

    /** The place within a JSON body, or the name of the header. */
    String path();

    /**
     * The type of the event that a request is about. Its body is read once, however long it is, and
     * without its compression.
     *
     * @param coding undoes that
     * @return empty if it is not told there, or by something that is no type: nothing, more than
     *     {@link NewMessage.Event#LONGEST_TYPE} characters, control characters, an object or array;
     *     also if the body grows longer than {@link ReceivedRequest#mostDecoded}
     * @throws WouldBlockException on a thread that must not wait, if the body is compressed
     */
    Optional<String> typeOf(ReceivedRequest request, ContentCoding.Undoing coding);

    private static boolean isType(String text) {
        return !text.isEmpty()
                && Text.length(text) <= NewMessage.Event.LONGEST_TYPE
                && text.codePoints()
                        .noneMatch(c ->
                                Character.isISOControl(c)
                                        || Character.getType(c) == Character.SURROGATE);
    }

    /** The rule with this {@link #source} and {@link #path}; empty if there is none. */
    static Optional<EventTypeRule> of(String source, String path) {
        return switch (source) {
            case BODY -> JsonPath.parse(path).map(place -> new InBody(path, place));
            case HEADER ->
                    HEADER_NAME.matcher(path).matches()
                            ? Optional.of(new InHeader(path))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /**
     * What becomes of a rule.
     *
     * @param old null if there was none
     * @param source null if nothing was said about it, empty to have no rule any more
     * @param path null if nothing was said about it
     * @return null for no rule
     * @throws ApiError {@code INVALID_REQUEST}
     */
    static @Nullable EventTypeRule changed(
            @Nullable EventTypeRule old, @Nullable String source, @Nullable String path) {
        if ((source == null && path == null) || (source != null && source.isEmpty())) {
            return source == null ? old : null;
        }
        String newSource = source == null && old != null ? old.source() : source;
        String newPath = path == null && old != null ? old.path() : path;
        if (newSource == null || newPath == null) {
            String missing = newSource == null ? "event_type_source" : "event_type_path";
            throw invalid(missing, "event_type_source and event_type_path go together");
        }
        return switch (newSource) {
            case BODY, HEADER ->
                    of(newSource, newPath)
                            .orElseThrow(() ->
                                    invalid(
                                            "event_type_path",
                                            newSource.equals(BODY)
                                                    ? "event_type_path must be names of members and"
                                                            + " positions in arrays with dots between"
                                                            + " them, such as data.items.0.type"
                                                    : "event_type_path must be the name of a header,"
                                                            + " of 100 characters at most"));
            default ->
                    throw invalid(
                            "event_type_source",
                            "event_type_source must be \"body\", \"header\" or empty");
        };
    }

    private static ApiError invalid(String member, String sentence) {
        return ApiError.invalidRequest(sentence).with(Map.of("pointer", "/" + member));
    }
}
