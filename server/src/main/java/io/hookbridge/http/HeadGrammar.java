package io.hookbridge.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads the head of a request, and refuses what two readers could understand differently (RFC 9112,
 * sections 2 to 6 and 11): whoever is in front of this server must not see another request than it
 * does.
 */
final class HeadGrammar {

    /** In bytes, without the end of the line. */
    static final int LONGEST_REQUEST_LINE = 16 * 1024;

    /** All header lines together, in bytes. */
    static final int LARGEST_HEADERS = 64 * 1024;

    /** Browsers and SDKs send fewer than 30. */
    static final int MOST_HEADERS = 100;

    private static final int LONGEST_METHOD = 32;

    /** A length with more digits is no length of anything. */
    private static final int MOST_DIGITS = 18;

    private static final int MOST_PORT_DIGITS = 5;

    /** Of an IPv6 address in brackets, in characters. */
    private static final int SHORTEST_ADDRESS = 2;

    private static final int LONGEST_ADDRESS = 45;

    private static final byte[] VERSION_1_1 = latin1("HTTP/1.1\r\n");
    private static final byte[] VERSION_1_0 = latin1("HTTP/1.0\r\n");

    private static final byte TOKEN = 1;
    private static final byte CONTROL = 2;
    private static final byte HOST_NAME = 4;
    private static final byte HOST_ADDRESS = 8;

    /** What each byte may be a part of; the head of every request is looked up in it. */
    private static final byte[] KINDS = kinds();

    private HeadGrammar() {}

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        String digits = "0123456789";
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        // RFC 9110, section 5.6.2.
        mark(kinds, TOKEN, digits + letters + "!#$%&'*+-.^_`|~");
        // RFC 3986, section 3.2.2.
        mark(kinds, HOST_NAME, digits + letters + "._~!$&'()*+,;=%-");
        mark(kinds, HOST_ADDRESS, digits + "abcdefABCDEF:.");
        for (int control = 0; control < ' '; control++) {
            kinds[control] = CONTROL;
        }
        kinds[0x7f] = CONTROL;
        return kinds;
    }

    private static void mark(byte[] kinds, byte kind, String characters) {
        for (int i = 0; i < characters.length(); i++) {
            kinds[characters.charAt(i)] |= kind;
        }
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads a head.
     *
     * @param bytes from the first of the request line to the last of the empty line; each line ends
     *     with CR and LF
     * @throws ApiError {@code INVALID_REQUEST}
     */
    static HttpRequest request(byte[] bytes) {
        int target = wordEnd(bytes, 0) + 1;
        int version = wordEnd(bytes, target) + 1;
        HttpMethod method = method(text(bytes, 0, target - 1));
        HttpVersion spoken = version(bytes, version);
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        fields(bytes, version + VERSION_1_1.length, headers);
        String uri = text(bytes, target, version - 1);
        checkHost(spoken, uri, headers.getAll(HttpHeaderNames.HOST));
        checkFraming(spoken, headers);
        checkTarget(method, uri);
        return new DefaultHttpRequest(spoken, method, uri, headers);
    }

    /**
     * Holds a head of HTTP/2 to the same rules; where a body ends its frames tell.
     *
     * @throws ApiError {@code INVALID_REQUEST}
     */
    static void check(Http2Headers head) {
        String method = String.valueOf(head.method());
        String target = String.valueOf(head.path());
        boolean originForm = target.startsWith("/") || target.equals("*");
        if (!originForm || !target.chars().allMatch(c -> c > ' ' && c != 0x7f)) {
            throw invalid();
        }
        checkTarget(method(method), target);
        if (head.authority() != null && !isHost(head.authority().toString())) {
            throw invalid();
        }
        for (Map.Entry<CharSequence, CharSequence> field : head) {
            if (isPadded(field.getValue())) {
                throw invalid();
            }
        }
        checkExpectation(head.get("expect"));
    }

    /** What else a field may not have, the codec of HTTP/2 looks at (RFC 9113, section 8.2.1). */
    private static boolean isPadded(CharSequence value) {
        int last = value.length() - 1;
        return last >= 0 && (isBlank((byte) value.charAt(0)) || isBlank((byte) value.charAt(last)));
    }

    private static boolean isToken(CharSequence text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isTokenByte((byte) c));
    }

    /**
     * @param length in bytes, without the end of the line
     * @throws ApiError {@code URI_TOO_LONG}
     */
    static void checkRequestLine(int length) {
        if (length > LONGEST_REQUEST_LINE) {
            throw new ApiError(ErrorCode.URI_TOO_LONG, "the request URI is too long");
        }
    }

    /**
     * @param bytes of all lines together
     * @throws ApiError {@code HEADERS_TOO_LARGE}
     */
    static void checkHeaders(int bytes, int lines) {
        if (bytes > LARGEST_HEADERS) {
            throw new ApiError(
                    ErrorCode.HEADERS_TOO_LARGE,
                    "the request headers are larger than " + LARGEST_HEADERS + " bytes");
        }
        if (lines > MOST_HEADERS) {
            throw new ApiError(
                    ErrorCode.HEADERS_TOO_LARGE,
                    "the request has more than " + MOST_HEADERS + " headers");
        }
    }

    static ApiError invalid() {
        return ApiError.invalidRequest("the request is not valid HTTP");
    }

    /** Words of a request line are divided by one blank and hold no control characters. */
    private static int wordEnd(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != ' ') {
            // The end of the line is one.
            if (isControl(bytes[at])) {
                throw invalid();
            }
            at++;
        }
        if (at == from) {
            throw invalid();
        }
        return at;
    }

    private static HttpMethod method(String text) {
        if (text.length() > LONGEST_METHOD || !isToken(text)) {
            throw invalid();
        }
        return HttpMethod.valueOf(text);
    }

    private static HttpVersion version(byte[] bytes, int from) {
        if (isAt(VERSION_1_1, bytes, from)) {
            return HttpVersion.HTTP_1_1;
        }
        if (isAt(VERSION_1_0, bytes, from)) {
            return HttpVersion.HTTP_1_0;
        }
        throw invalid();
    }

    private static boolean isAt(byte[] expected, byte[] bytes, int from) {
        int end = from + expected.length;
        return end <= bytes.length && Arrays.equals(bytes, from, end, expected, 0, expected.length);
    }

    /**
     * Reads fields up to the empty line that ends the bytes. A line that begins with a blank would
     * continue the one before, which nobody may send and readers treat differently.
     *
     * @param bytes each line ends with CR and LF
     * @param headers the fields are added to them
     * @throws ApiError {@code INVALID_REQUEST}
     */
    static void fields(byte[] bytes, int from, HttpHeaders headers) {
        int at = from;
        while (at < bytes.length - 2) {
            at = field(bytes, at, headers);
        }
    }

    /** Reads one field, and returns where the next line begins. */
    private static int field(byte[] bytes, int from, HttpHeaders headers) {
        int colon = from;
        while (isTokenByte(bytes[colon])) {
            colon++;
        }
        if (colon == from || bytes[colon] != ':') {
            throw invalid();
        }
        int begin = colon + 1;
        while (isBlank(bytes[begin])) {
            begin++;
        }
        int end = begin;
        while (!isControl(bytes[end]) || bytes[end] == '\t') {
            end++;
        }
        if (bytes[end] != '\r' || bytes[end + 1] != '\n') {
            throw invalid();
        }
        int last = end;
        while (last > begin && isBlank(bytes[last - 1])) {
            last--;
        }
        headers.add(text(bytes, from, colon), text(bytes, begin, last));
        return end + 2;
    }

    private static void checkHost(HttpVersion version, String uri, List<String> hosts) {
        boolean needed = version.equals(HttpVersion.HTTP_1_1);
        if (hosts.size() > 1
                || (needed && hosts.isEmpty())
                || (!hosts.isEmpty() && !isHost(hosts.getFirst()))) {
            throw invalid();
        }
        if (uri.startsWith("/") || uri.equals("*")) {
            return;
        }
        // Of a proxy's request the target names the host, and Host must not name another one.
        String rest = uri.replaceFirst("(?i)^https?://", "");
        String authority = rest.split("[/?]", 2)[0];
        if (rest.equals(uri)
                || hosts.isEmpty()
                || authority.isEmpty()
                || !authority.equalsIgnoreCase(hosts.getFirst())) {
            throw invalid();
        }
    }

    /** RFC 3986, section 3.2.2, with a port behind it perhaps. */
    private static boolean isHost(String text) {
        int end = text.startsWith("[") ? addressEnd(text) : runEnd(text, 0, HOST_NAME);
        return end == text.length() || (end >= 0 && isPort(text, end));
    }

    /** Where an address in brackets ends; -1 if it is none. */
    private static int addressEnd(String text) {
        int end = runEnd(text, 1, HOST_ADDRESS);
        int length = end - 1;
        boolean closed = end < text.length() && text.charAt(end) == ']';
        return closed && length >= SHORTEST_ADDRESS && length <= LONGEST_ADDRESS ? end + 1 : -1;
    }

    private static boolean isPort(String text, int colon) {
        return text.charAt(colon) == ':'
                && text.length() - colon - 1 <= MOST_PORT_DIGITS
                && isDigits(text, colon + 1);
    }

    private static boolean isDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * @param text read from bytes, each of which is a character
     */
    private static int runEnd(String text, int from, byte kind) {
        int end = from;
        while (end < text.length() && (KINDS[text.charAt(end)] & kind) != 0) {
            end++;
        }
        return end;
    }

    private static boolean isLength(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && isDigits(text, 0);
    }

    /** Where the body ends is said once and in one way. */
    private static void checkFraming(HttpVersion version, HttpHeaders headers) {
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (lengths.size() + codings.size() > 1) {
            throw invalid();
        }
        if (!lengths.isEmpty() && !isLength(lengths.getFirst())) {
            throw invalid();
        }
        if (!codings.isEmpty()
                && (version.equals(HttpVersion.HTTP_1_0)
                        || !codings.getFirst().equalsIgnoreCase("chunked"))) {
            throw invalid();
        }
        checkExpectation(headers.get(HttpHeaderNames.EXPECT));
    }

    private static void checkExpectation(@Nullable CharSequence expected) {
        if (expected != null && !expected.toString().equalsIgnoreCase("100-continue")) {
            throw ApiError.invalidRequest(
                    "the header Expect may be 100-continue only, or be left out");
        }
    }

    private static void checkTarget(HttpMethod method, String uri) {
        if (uri.indexOf('#') >= 0 || (uri.equals("*") && !method.equals(HttpMethod.OPTIONS))) {
            throw invalid();
        }
        int question = uri.indexOf('?');
        int end = question < 0 ? uri.length() : question;
        for (int escape = uri.indexOf('%');
                escape >= 0 && escape < end;
                escape = uri.indexOf('%', escape + 1)) {
            checkEscape(uri, escape, end);
        }
    }

    /** A slash, a dot or a control character is not hidden behind an escape. */
    private static void checkEscape(String uri, int at, int end) {
        if (at + 2 >= end) {
            throw invalid();
        }
        int high = Character.digit(uri.charAt(at + 1), 16);
        int low = Character.digit(uri.charAt(at + 2), 16);
        int meant = high << 4 | low;
        if (high < 0 || low < 0 || meant == '/' || meant == '.' || isControl((byte) meant)) {
            throw invalid();
        }
    }

    private static String text(byte[] bytes, int from, int end) {
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\t';
    }

    static boolean isControl(byte value) {
        return (KINDS[value & 0xff] & CONTROL) != 0;
    }

    static boolean isTokenByte(byte value) {
        return (KINDS[value & 0xff] & TOKEN) != 0;
    }
}
