package io.hookbridge.base;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The one JSON mapper: snake_case names, bounded input, timestamps that every SDK can read. */
public final class Json {

    /** The deepest nesting of objects and arrays that is read. */
    public static final int MAX_DEPTH = 64;

    private static final int MAX_NUMBER = 100;
    private static final int MAX_NAME = 1_000;

    /** Thread-safe. Unknown members are ignored, because SDKs send more than the contract names. */
    public static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(MAX_NUMBER)
                                                    .maxNameLength(MAX_NAME)
                                                    .build())
                                    .build())
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    // Members come in the order of the record, which is that of the API
                    // description.
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .addModule(new SimpleModule().addSerializer(new TimestampWriter()))
                    .build();

    /** Sees a member that comes twice, and keeps every digit of a number. */
    private static final ObjectReader SENT =
            MAPPER.reader()
                    .with(
                            DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Json() {}

    /**
     * Reads what a caller sent. Other readers would take UTF-16 and mend broken UTF-8, and so read
     * something else than was checked on the way.
     *
     * @return a missing node for nothing but blanks
     * @throws JacksonException for anything but JSON in UTF-8 within the limits, and for an object
     *     that has a member twice; {@link #problem} tells it
     */
    public static JsonNode readSent(byte[] sent) {
        if (!Utf8.isText(sent)) {
            throw new StreamReadException("not UTF-8");
        }
        try {
            return SENT.readTree(sent);
        } catch (NumberFormatException exponent) {
            throw new StreamConstraintsException("an exponent that no number can have");
        }
    }

    /**
     * Why {@link #readSent} did not read something: a sentence that repeats nothing of it.
     *
     * @param what names it, such as {@code the request body}
     */
    public static String problem(String what, JacksonException failure) {
        return switch (failure) {
            case StreamConstraintsException _ ->
                    "%s may be nested %d deep, with names of up to %d characters, numbers of up to %d digits and exponents of up to nine"
                            .formatted(what, MAX_DEPTH, MAX_NAME, MAX_NUMBER);
            case MismatchedInputException _ -> what + " must have each member once";
            default -> what + " is not valid JSON in UTF-8";
        };
    }

    /**
     * RFC 3339 in UTC with no or three fraction digits; nine break {@code fromisoformat} in Python
     * before 3.11.
     */
    public static String timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static final class TimestampWriter extends StdSerializer<Instant> {

        TimestampWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializationContext context) {
            json.writeString(timestamp(value));
        }
    }
}
