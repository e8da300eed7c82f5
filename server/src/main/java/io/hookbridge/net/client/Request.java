package io.hookbridge.net.client;

import io.hookbridge.net.Header;
import io.hookbridge.net.Url;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request as it is sent (RFC 9112, section 3). */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Request(byte[] head, byte[] body) {

    /** From here on a byte is text of which nothing more is known (RFC 9110, section 5.5). */
    private static final char FIRST_OBSOLETE = 0x80;

    /** Which characters of ASCII a token may have (RFC 9110, section 5.6.2). */
    private static final boolean[] OF_TOKENS = new boolean[128];

    static {
        for (char c = '!'; c <= '~'; c++) {
            OF_TOKENS[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
    }

    /**
     * @throws IllegalArgumentException if a header is none
     */
    static void check(List<Header> headers) {
        for (Header header : headers) {
            if (!isToken(header.name()) || !isValue(header.value())) {
                throw new IllegalArgumentException("a header's name or value cannot be sent");
            }
        }
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= OF_TOKENS.length || !OF_TOKENS[c]) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || (c > '~' && c < FIRST_OBSOLETE) || c > 0xFF) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param headers all but those that say where the request goes and where it ends
     */
    static Request post(Url url, List<Header> headers, byte[] body) {
        StringBuilder head = begun("POST", url, headers);
        field(head, "Content-Length", Integer.toString(body.length));
        return ended(head, body);
    }

    /**
     * Without content, of which nothing is said then (RFC 9110, section 8.6).
     *
     * @param headers all but those that say where the request goes
     */
    static Request get(Url url, List<Header> headers) {
        return ended(begun("GET", url, headers), new byte[0]);
    }

    private static StringBuilder begun(String method, Url url, List<Header> headers) {
        StringBuilder head = new StringBuilder(512);
        head.append(method).append(' ').append(url.requestTarget()).append(" HTTP/1.1\r\n");
        field(head, "Host", url.authority());
        // What is counted and kept is what comes over the wire.
        boolean encodingNamed = false;
        for (Header header : headers) {
            field(head, header.name(), header.value());
            encodingNamed |= header.name().equalsIgnoreCase("Accept-Encoding");
        }
        if (!encodingNamed) {
            field(head, "Accept-Encoding", "identity");
        }
        return head;
    }

    private static Request ended(StringBuilder head, byte[] body) {
        field(head, "Connection", "Keep-Alive");
        head.append("\r\n");
        return new Request(head.toString().getBytes(StandardCharsets.ISO_8859_1), body);
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
