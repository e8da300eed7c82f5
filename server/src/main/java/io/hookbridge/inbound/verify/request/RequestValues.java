package io.hookbridge.inbound.verify.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Sha256;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The values that {@link Source}s name in one request. Each part of the request is read once, when
 * the first value of it is asked for; what cannot be read has no values. Belongs to one thread.
 */
public final class RequestValues {

    private static final String URLENCODED = "application/x-www-form-urlencoded";

    private final ReceivedRequest request;
    private final byte[] content;
    private final String contentType;

    private @Nullable FormFields query;
    private boolean hasReadForm;
    private Optional<FormFields> form = Optional.empty();
    private @Nullable String hash;

    /**
     * @param content the body, without its coding where a preset says that it is signed so
     */
    public RequestValues(ReceivedRequest request, byte[] content) {
        this.request = request;
        this.content = content;
        this.contentType = request.headers("Content-Type").findFirst().orElse("");
    }

    /** The body as its sender signed it. */
    public byte[] content() {
        return content;
    }

    /** The request that the values are of. */
    public ReceivedRequest request() {
        return request;
    }

    /** The value at this place; empty if there is none, not if it is an empty one. */
    public Optional<String> text(Source source) {
        return switch (source) {
            case Source.InHeader(String name) -> request.headers(name).findFirst();
            case Source.InQuery(String name) -> query().first(name);
            case Source.InForm(String name) -> form().flatMap(fields -> fields.first(name));
            case Source.InJson(JsonPath path) -> FindInJson.text(content, path);
            case Source.HashOfBody() -> Optional.of(hashOfBody());
            // Known only to whoever has taken the signature apart.
            case Source.InSignature _ -> Optional.empty();
        };
    }

    /** The bytes that a text from this place was sent as. */
    public static byte[] bytes(Source source, String text) {
        return switch (source) {
            case Source.InHeader _, Source.InSignature _ -> text.getBytes(ISO_8859_1);
            case Source.InQuery _, Source.InForm _, Source.InJson _, Source.HashOfBody _ ->
                    text.getBytes(UTF_8);
        };
    }

    /** The fields of a form of either type; empty if the body is none, or not a well-formed one. */
    public Optional<FormFields> form() {
        if (!hasReadForm) {
            form = readForm();
            hasReadForm = true;
        }
        return form;
    }

    private Optional<FormFields> readForm() {
        if (isUrlencoded()) {
            return FormFields.parse(content);
        }
        return MultipartForm.isType(contentType)
                ? MultipartForm.parse(contentType, content)
                : Optional.empty();
    }

    /** Whether the body says that it is a form with nothing but text. */
    public boolean isUrlencoded() {
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith(URLENCODED)
                && (type.length() == URLENCODED.length()
                        || " \t;".indexOf(type.charAt(URLENCODED.length())) >= 0);
    }

    private FormFields query() {
        if (query == null) {
            query = request.rawQuery().flatMap(FormFields::parse).orElse(FormFields.NONE);
        }
        return query;
    }

    private String hashOfBody() {
        if (hash == null) {
            hash = HexFormat.of().formatHex(Sha256.of(request.body()));
        }
        return hash;
    }
}
