package io.hookbridge.inbound.verify.scheme;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import io.hookbridge.inbound.verify.request.FormFields;
import io.hookbridge.inbound.verify.request.FormFields.Field;
import io.hookbridge.inbound.verify.request.Placeholders;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.SignaturePlace.Presented;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which bytes are signed, as a text with placeholders: {@code {body}}, {@code {url}}, {@code
 * {url_hs}} (decoded as HubSpot does), {@code {method}}, {@code {secret}}, {@code {sorted_form}}
 * (names and values of an urlencoded form, sorted), and each {@link Source}.
 */
public record SignedText(List<Part> parts) {

    /** What follows the one before it without anything between. */
    public sealed interface Part {

        /** Always the same. */
        record Literal(String text) implements Part {}

        /** A value of the request, as it was sent. */
        record Value(Source source) implements Part {}

        /** What is no single value. */
        enum Whole implements Part {
            BODY,
            URL,
            URL_HS,
            METHOD,
            SECRET,
            SORTED_FORM
        }
    }

    /**
     * What the text is made from, beside the request.
     *
     * @param url in the spelling that is tried
     * @param bodyIsHashed whether the URL holds a hash of the body
     */
    record Ingredients(
            RequestValues values,
            Presented presented,
            String url,
            byte[] secret,
            boolean bodyIsHashed) {}

    public SignedText {
        parts = List.copyOf(parts);
    }

    /** Reads such a text; empty if it has a placeholder that is not known. */
    public static Optional<SignedText> parse(String text) {
        return Placeholders.in(text).flatMap(SignedText::parse);
    }

    private static Optional<SignedText> parse(List<Placeholders.Piece> pieces) {
        List<Part> parts = new ArrayList<>();
        for (Placeholders.Piece piece : pieces) {
            Optional<Part> part =
                    piece.isPlaceholder()
                            ? part(piece.text())
                            : Optional.of(new Part.Literal(piece.text()));
            part.ifPresent(parts::add);
        }
        return parts.size() == pieces.size() && !parts.isEmpty()
                ? Optional.of(new SignedText(parts))
                : Optional.empty();
    }

    private static Optional<Part> part(String name) {
        for (Part.Whole whole : Part.Whole.values()) {
            if (word(whole).equals(name)) {
                return Optional.of(whole);
            }
        }
        return Source.parse(name).map(Part.Value::new);
    }

    private static String word(Part.Whole whole) {
        return whole.name().toLowerCase(Locale.ROOT);
    }

    /** Whether this is one of the parts. */
    public boolean has(Part part) {
        return parts.contains(part);
    }

    /** Whether nobody without the secret can change this value. */
    public boolean covers(Source source) {
        return switch (source) {
            case Source.InJson _, Source.HashOfBody _ -> has(Part.Whole.BODY) || hasValue(source);
            case Source.InForm _ ->
                    has(Part.Whole.BODY) || has(Part.Whole.SORTED_FORM) || hasValue(source);
            case Source.InQuery _ ->
                    has(Part.Whole.URL) || has(Part.Whole.URL_HS) || hasValue(source);
            case Source.InHeader _, Source.InSignature _ -> hasValue(source);
        };
    }

    private boolean hasValue(Source source) {
        return parts.stream()
                .anyMatch(
                        part -> part instanceof Part.Value(Source value) && value.isSameAs(source));
    }

    /** The bytes that were signed, in parts; empty if something of them is missing. */
    Optional<List<byte[]>> bytes(Ingredients from) {
        List<byte[]> all = new ArrayList<>();
        for (Part part : parts) {
            Optional<byte[]> bytes = bytes(part, from);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            all.add(bytes.get());
        }
        return Optional.of(all);
    }

    private static Optional<byte[]> bytes(Part part, Ingredients from) {
        return switch (part) {
            case Part.Literal(String text) -> Optional.of(text.getBytes(UTF_8));
            case Part.Value(Source source) ->
                    from.presented()
                            .text(source, from.values())
                            .filter(text -> !text.isEmpty())
                            .map(text -> RequestValues.bytes(source, text));
            case Part.Whole.BODY -> Optional.of(from.values().content());
            case Part.Whole.URL -> Optional.of(from.url().getBytes(ISO_8859_1));
            case Part.Whole.URL_HS ->
                    Optional.of(UrlVariant.asHubSpotSigns(from.url()).getBytes(ISO_8859_1));
            case Part.Whole.METHOD ->
                    Optional.of(from.values().request().method().getBytes(ISO_8859_1));
            case Part.Whole.SECRET -> Optional.of(from.secret());
            case Part.Whole.SORTED_FORM -> sortedForm(from);
        };
    }

    /** A body that is neither such a form nor hashed would not be signed at all. */
    private static Optional<byte[]> sortedForm(Ingredients from) {
        RequestValues values = from.values();
        if (from.bodyIsHashed() || values.content().length == 0) {
            return Optional.of(new byte[0]);
        }
        return values.isUrlencoded()
                ? values.form().map(SignedText::sorted).map(text -> text.getBytes(UTF_8))
                : Optional.empty();
    }

    /** By names; of one name each value once, sorted as well, and the name before each. */
    private static String sorted(FormFields form) {
        StringBuilder text = new StringBuilder();
        form.fields().stream()
                .collect(
                        groupingBy(
                                Field::name,
                                TreeMap::new,
                                mapping(Field::value, toCollection(TreeSet::new))))
                .forEach(
                        (name, values) -> values.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(
                    switch (part) {
                        case Part.Literal(String literal) -> literal;
                        case Part.Value(Source source) -> "{" + source + "}";
                        case Part.Whole whole -> "{" + word(whole) + "}";
                    });
        }
        return text.toString();
    }
}
