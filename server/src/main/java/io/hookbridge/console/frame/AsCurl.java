package io.hookbridge.console.frame;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes calls of the API as lines for a POSIX shell. What a line holds of others is in single
 * quotes, so nothing in it runs; the body arrives byte for byte; secrets are named by variables.
 */
public final class AsCurl {

    /** What a terminal or an editor may change on the way, or act on. */
    private static final Pattern NOT_PASTED =
            Pattern.compile(
                    "[\\p{Cntrl}&&[^\\n\\t]]|[\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]");

    private static final String KEY = "-H \"Authorization: Bearer $HOOKBRIDGE_API_KEY\"";
    private static final String JSON = "-H 'Content-Type: application/json'";

    private final String server;

    /**
     * @param server how programs reach the API
     */
    public AsCurl(URI server) {
        this.server = server.toString().replaceFirst("/$", "");
    }

    /**
     * A call that reads.
     *
     * @param path with the query, if any
     */
    public String get(String path) {
        return String.join(" ", "curl -s", quoted(server + path), KEY);
    }

    /** A call that changes something and says no more than its path. */
    public String call(String method, String path) {
        return String.join(" ", "curl -s -X", method, quoted(server + path), KEY);
    }

    /** The same with a body. */
    public String call(String method, String path, String json) {
        return String.join(" ", call(method, path), JSON, "--data-raw", quoted(json));
    }

    /**
     * Any request with any bytes, without the API key.
     *
     * @param headers by name; several may have the same
     */
    public static String request(
            String method, String url, List<Map.Entry<String, String>> headers, byte[] body) {
        List<String> words = new ArrayList<>(List.of("curl -s -X", quoted(method), quoted(url)));
        headers.forEach(
                header -> words.add("-H " + quoted(header.getKey() + ": " + header.getValue())));
        Optional<String> text = text(body);
        // Not --data, which takes a text that begins with @ for the name of a file.
        words.add(text.map(pasted -> "--data-raw " + quoted(pasted)).orElse("--data-binary @-"));
        String line = String.join(" ", words);
        return text.isPresent()
                ? line
                : "printf %s '"
                        + Base64.getEncoder().encodeToString(body)
                        + "' | base64 -d | "
                        + line;
    }

    /** The body as text that can be pasted unchanged; empty if it is none. */
    private static Optional<String> text(byte[] body) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return NOT_PASTED.matcher(text).find() ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** One word, whatever is in it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
