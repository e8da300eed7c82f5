package io.hookbridge.conformance;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The request that a printed command line makes when it is pasted into a shell.
 *
 * @param headers in the order of the command
 * @param body null if it sends none
 */
record CurlLine(
        String method, URI url, List<Map.Entry<String, String>> headers, @Nullable String body) {

    /** A word of a shell: quoted or bare, without anything that a shell would replace. */
    private static final Pattern WORD =
            Pattern.compile("'([^']*)'|\"([^\"$`\\\\]*)\"|([^\\s'\"$`\\\\]+)");

    /**
     * @throws IllegalArgumentException for what a shell or curl would read differently
     */
    static CurlLine parse(String line) {
        List<String> words = words(line.strip());
        if (!words.removeFirst().equals("curl")) {
            throw new IllegalArgumentException("not a curl command: " + line);
        }
        String method = "GET";
        @Nullable URI url = null;
        @Nullable String body = null;
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        while (!words.isEmpty()) {
            String word = words.removeFirst();
            switch (word) {
                case "-s" -> {}
                case "-X" -> method = words.removeFirst();
                case "-H" -> headers.add(header(words.removeFirst()));
                case "-d" -> body = words.removeFirst();
                default -> url = URI.create(word);
            }
        }
        if (url == null) {
            throw new IllegalArgumentException("no URL in: " + line);
        }
        return new CurlLine(method, url, headers, body);
    }

    private static Map.Entry<String, String> header(String text) {
        String[] parts = text.split(": ", 2);
        return Map.entry(parts[0], parts[1]);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        int at = 0;
        while (at < line.length()) {
            if (!word.find(at) || word.start() != at) {
                throw new IllegalArgumentException("a shell would not read this plainly: " + line);
            }
            words.add(
                    Stream.of(1, 2, 3)
                            .map(word::group)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElseThrow());
            at = word.end();
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
        }
        return words;
    }
}
