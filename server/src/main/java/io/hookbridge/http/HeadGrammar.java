package io.hookbridge.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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

    private static final int DEL = 0x7f;

    private static final Pattern HOST =
            Pattern.compile(
                    "(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{0,5})?");

    private HeadGrammar() {}

    /**
     * Reads a head.
     *
     * @param bytes from the first of the request line to the last of the empty line; each line ends
     *     with CR and LF
     * @throws ApiError {@code INVALID_REQUEST}
     */
    static HttpRequest request(byte[] bytes) {
        int end = endOfLine(bytes, 0);
        int target = wordEnd(bytes, 0, end) + 1;
        int version = wordEnd(bytes, target, end) + 1;
        HttpMethod method = method(text(bytes, 0, target - 1));
        HttpVersion spoken = version(text(bytes, version, end));
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        int line = end + 2;
        while (line < bytes.length - 2) {
            int lineEnd = endOfLine(bytes, line);
            field(bytes, line, lineEnd, headers);
            line = lineEnd + 2;
        }
        String uri = text(bytes, target, version - 1);
        checkHost(spoken, uri, headers.getAll("Host"));
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
        if (!originForm || !target.chars().allMatch(c -> c > ' ' && c != DEL)) {
            throw invalid();
        }
        checkTarget(method(method), target);
        if (head.authority() != null && !HOST.matcher(head.authority()).matches()) {
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

    private static int endOfLine(byte[] bytes, int from) {
        int end = from;
        while (bytes[end] != '\r' || bytes[end + 1] != '\n') {
            end++;
        }
        return end;
    }

    /** Words of a request line are divided by one blank and hold no control characters. */
    private static int wordEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != ' ') {
            if (isControl(bytes[at])) {
                throw invalid();
            }
            at++;
        }
        if (at == from || at == end) {
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

    private static HttpVersion version(String text) {
        return switch (text) {
            case "HTTP/1.1" -> HttpVersion.HTTP_1_1;
            case "HTTP/1.0" -> HttpVersion.HTTP_1_0;
            default -> throw invalid();
        };
    }

    /**
     * Reads one field. A line that begins with a blank would continue the one before, which nobody
     * may send and readers treat differently.
     */
    static void field(byte[] bytes, int from, int end, HttpHeaders headers) {
        int colon = from;
        while (colon < end && isTokenByte(bytes[colon])) {
            colon++;
        }
        if (colon == from || colon == end || bytes[colon] != ':') {
            throw invalid();
        }
        int begin = colon + 1;
        int last = end;
        while (begin < last && isBlank(bytes[begin])) {
            begin++;
        }
        while (last > begin && isBlank(bytes[last - 1])) {
            last--;
        }
        for (int i = begin; i < last; i++) {
            if (isControl(bytes[i]) && bytes[i] != '\t') {
                throw invalid();
            }
        }
        headers.add(text(bytes, from, colon), text(bytes, begin, last));
    }

    private static void checkHost(HttpVersion version, String uri, List<String> hosts) {
        boolean needed = version.equals(HttpVersion.HTTP_1_1);
        if (hosts.size() > 1
                || (needed && hosts.isEmpty())
                || !hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
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

    /** Where the body ends is said once and in one way. */
    private static void checkFraming(HttpVersion version, HttpHeaders headers) {
        List<String> lengths = headers.getAll("Content-Length");
        List<String> codings = headers.getAll("Transfer-Encoding");
        if (lengths.size() + codings.size() > 1) {
            throw invalid();
        }
        if (!lengths.isEmpty() && !lengths.getFirst().matches("[0-9]{1," + MOST_DIGITS + "}")) {
            throw invalid();
        }
        if (!codings.isEmpty()
                && (version.equals(HttpVersion.HTTP_1_0)
                        || !codings.getFirst().equalsIgnoreCase("chunked"))) {
            throw invalid();
        }
        checkExpectation(headers.get("Expect"));
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
        String path = uri.split("\\?", 2)[0];
        for (int escape = path.indexOf('%'); escape >= 0; escape = path.indexOf('%', escape + 1)) {
            checkEscape(path, escape);
        }
    }

    /** A slash, a dot or a control character is not hidden behind an escape. */
    private static void checkEscape(String path, int at) {
        if (at + 2 >= path.length()) {
            throw invalid();
        }
        int high = Character.digit(path.charAt(at + 1), 16);
        int low = Character.digit(path.charAt(at + 2), 16);
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
        return (value >= 0 && value < ' ') || value == DEL;
    }

    /** RFC 9110, section 5.6.2. */
    static boolean isTokenByte(byte value) {
        return (value >= 'a' && value <= 'z')
                || (value >= 'A' && value <= 'Z')
                || (value >= '0' && value <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(value) >= 0;
    }
}
