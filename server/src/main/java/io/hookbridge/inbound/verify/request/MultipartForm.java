package io.hookbridge.inbound.verify.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hookbridge.inbound.verify.request.FormFields.Field;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text fields of a {@code multipart/form-data} body (RFC 7578); files are passed over. What is
 * not well-formed is not read at all.
 */
final class MultipartForm {

    private static final int MOST_PARTS = 1_000;

    /** How long the head of a part may be, in bytes. */
    private static final int LONGEST_HEAD = 8_192;

    /** RFC 2046, section 5.1.1, with quotes and without. */
    private static final Pattern BOUNDARY =
            Pattern.compile(
                    "(?i);\\s*boundary=(?:\"([ -~&&[^\"\\\\]]{1,70})\"|([^\\s;\"]{1,70}))\\s*(?:;|$)");

    private static final Pattern DISPOSITION =
            Pattern.compile("(?im)^content-disposition:[ \\t]*form-data[ \\t]*(;.*)$");

    private static final Pattern NAME =
            Pattern.compile("(?i);[ \\t]*name=(?:\"([^\"\\r\\n]*)\"|([^\\s;\"]+))");

    private static final Pattern FILE = Pattern.compile("(?i);[ \\t]*filename\\*?=");

    private static final byte[] LINE = {'\r', '\n'};
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final byte[] body;
    private final byte[] delimiter;

    private MultipartForm(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
    }

    /**
     * @param contentType with the boundary as its parameter
     * @return empty if there is no such form
     */
    static Optional<FormFields> parse(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            return Optional.empty();
        }
        String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        return new MultipartForm(body, text).read();
    }

    private Optional<FormFields> read() {
        List<Field> fields = new ArrayList<>();
        int at = afterFirstDelimiter();
        for (int parts = 0; at >= 0 && parts <= MOST_PARTS; parts++) {
            if (startsWith("--".getBytes(ISO_8859_1), at)) {
                return Optional.of(new FormFields(fields));
            }
            int head = startsWith(LINE, at) ? at + LINE.length : -1;
            int end = head < 0 ? -1 : indexOf(delimiter, head, body.length);
            if (end < 0 || !readPart(head, end, fields)) {
                return Optional.empty();
            }
            at = end + delimiter.length;
        }
        return Optional.empty();
    }

    /** The first delimiter may begin the body, without the line end that is part of all others. */
    private int afterFirstDelimiter() {
        byte[] first = Arrays.copyOfRange(delimiter, LINE.length, delimiter.length);
        if (startsWith(first, 0)) {
            return first.length;
        }
        int preamble = indexOf(delimiter, 0, body.length);
        return preamble < 0 ? -1 : preamble + delimiter.length;
    }

    /** Whether the part from its head to its end is well-formed; adds the field that it is. */
    private boolean readPart(int head, int end, List<Field> fields) {
        int endOfHead = indexOf(END_OF_HEAD, head, Math.min(end, head + LONGEST_HEAD));
        if (endOfHead < 0) {
            return false;
        }
        try {
            String lines = FormFields.text(Arrays.copyOfRange(body, head, endOfHead));
            Matcher disposition = DISPOSITION.matcher(lines);
            if (!disposition.find()) {
                return false;
            }
            String parameters = disposition.group(1);
            Matcher name = NAME.matcher(parameters);
            if (!name.find()) {
                return false;
            }
            if (!FILE.matcher(parameters).find()) {
                byte[] value = Arrays.copyOfRange(body, endOfHead + END_OF_HEAD.length, end);
                fields.add(
                        new Field(
                                name.group(1) == null ? name.group(2) : name.group(1),
                                FormFields.text(value)));
            }
            return true;
        } catch (CharacterCodingException notText) {
            return false;
        }
    }

    /** Where {@code wanted} stands whole between the two places; -1 if nowhere. */
    private int indexOf(byte[] wanted, int from, int end) {
        for (int i = from; i + wanted.length <= end; i++) {
            if (startsWith(wanted, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean startsWith(byte[] wanted, int at) {
        return at + wanted.length <= body.length
                && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** Whether a content type is that of such a form. */
    static boolean isType(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }
}
