package io.hookbridge.http;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Where the next page of a list begins: after the row with this id. To callers it is opaque text,
 * {@code next_cursor} in an answer and {@code cursor} in the following request.
 */
public record IdCursor(UUID id) {

    private static final int BYTES = 16;

    /**
     * The {@code cursor} of a request; empty for the first page.
     *
     * @throws ApiError {@code INVALID_REQUEST} if it is none
     */
    public static Optional<IdCursor> of(Call call) {
        return call.query("cursor").map(IdCursor::parse);
    }

    private static IdCursor parse(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == BYTES) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                return new IdCursor(new UUID(buffer.getLong(), buffer.getLong()));
            }
        } catch (IllegalArgumentException malformed) {
            // Told below.
        }
        throw ApiError.invalidRequest("cursor must be the next_cursor of an earlier answer");
    }

    /**
     * A page of a list.
     *
     * @param meta where the next one begins
     */
    public record Page<T>(List<T> rows, Map<String, Object> meta) {}

    /**
     * The page of so many rows at the most.
     *
     * @param found one more than that, if there are so many: it tells whether others follow
     */
    public static <T> Page<T> page(List<T> found, int most, Function<T, UUID> id) {
        if (found.size() <= most) {
            return new Page<>(found, end());
        }
        List<T> rows = found.subList(0, most);
        return new Page<>(rows, more(id.apply(rows.getLast())));
    }

    /** The {@code meta} of a page after which others follow, the first after this row. */
    public static Map<String, Object> more(UUID lastOfPage) {
        return Members.of("has_more", true, "next_cursor", new IdCursor(lastOfPage).toString());
    }

    /** The {@code meta} of the last page. Some SDKs look at one member, some at the other. */
    public static Map<String, Object> end() {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("has_more", false);
        meta.put("next_cursor", null);
        return meta;
    }

    /** The text of it: Base64 in the alphabet that needs no escaping in a URL. */
    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(BYTES)
                                .putLong(id.getMostSignificantBits())
                                .putLong(id.getLeastSignificantBits())
                                .array());
    }
}
