package io.hookbridge.delivery;

import io.hookbridge.base.Json;
import io.hookbridge.delivery.target.MaskedHeaders;
import io.hookbridge.net.Header;

import java.util.ArrayList;
import java.util.List;

/** The headers of an answer as they are kept: written by hand, as those of every attempt are. */
final class AnsweredHeaders {

    /** As many characters as those of most answers have together. */
    private static final int USUAL_LENGTH = 256;

    private AnsweredHeaders() {}

    /**
     * A JSON object by name, what may be a secret masked. Lines of one name, which has no case, are
     * one list (RFC 9110, section 5.3).
     *
     * @param secrets that were sent and must not be shown because the receiver repeats them
     */
    static String json(List<Header> headers, List<String> secrets) {
        List<Header> sorted = new ArrayList<>(headers);
        sorted.sort(Header.BY_NAME);
        StringBuilder json = new StringBuilder(USUAL_LENGTH).append('{');
        int next = 0;
        while (next < sorted.size()) {
            int first = next;
            String name = sorted.get(first).name();
            do {
                next++;
            } while (next < sorted.size() && isSame(name, sorted.get(next).name()));
            String value = list(sorted.subList(first, next));
            text(first == 0 ? json : json.append(','), name).append(':');
            text(json, MaskedHeaders.answered(name, value, secrets));
        }
        return json.append('}').toString();
    }

    private static boolean isSame(String name, String other) {
        return String.CASE_INSENSITIVE_ORDER.compare(name, other) == 0;
    }

    private static String list(List<Header> lines) {
        if (lines.size() == 1) {
            return lines.getFirst().value();
        }
        return String.join(", ", lines.stream().map(Header::value).toList());
    }

    private static StringBuilder text(StringBuilder json, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                return json.append(Json.MAPPER.writeValueAsString(text));
            }
        }
        return json.append('"').append(text).append('"');
    }
}
