package io.hookbridge.billing.portal;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Endless variations on the corpus, aimed at what URL parsers disagree about. */
final class UrlMutations {

    private static final List<String> PIECES =
            List.of(
                    "@",
                    ":",
                    "/",
                    "//",
                    "\\",
                    "?",
                    "#",
                    "%",
                    "[",
                    "]",
                    ".",
                    "..",
                    ";",
                    ",",
                    "&",
                    "=",
                    "+",
                    "-",
                    "_",
                    "~",
                    "!",
                    "$",
                    "'",
                    "(",
                    ")",
                    "*",
                    "|",
                    "^",
                    "`",
                    "{",
                    "}",
                    "<",
                    ">",
                    "\"",
                    " ",
                    "\t",
                    "\n",
                    "\r",
                    "\0",
                    "\u007f",
                    "\u00ad",
                    "\u200b",
                    "\u3002",
                    "\uff0f",
                    "\uff20",
                    "\ufeff",
                    "\u0430",
                    "%2e",
                    "%2f",
                    "%40",
                    "%5c",
                    "%00",
                    "%23",
                    "%25",
                    "0",
                    "1",
                    "7",
                    "0x7f",
                    "127.0.0.1",
                    "[::1]",
                    ":443",
                    ":80",
                    ":0443",
                    ":8443",
                    ":3000",
                    "a",
                    "A",
                    "xn--",
                    "evil.example",
                    ".evil.example",
                    "@evil.example",
                    "https:",
                    "http://",
                    "https://",
                    "https://evil.example/");

    /** Where the scheme and the host stand: most mutations go there. */
    private static final int FRONT = 36;

    private final List<String> originals;
    private final Random random;

    UrlMutations(List<String> originals, long seed) {
        this.originals = originals;
        this.random = new Random(seed);
    }

    String next() {
        StringBuilder url = new StringBuilder(pick(originals));
        for (int steps = 1 + random.nextInt(3); steps > 0; steps--) {
            mutate(url);
        }
        return url.toString();
    }

    private void mutate(StringBuilder url) {
        int from = position(url);
        int to = Math.min(url.length(), from + 1 + random.nextInt(3));
        switch (random.nextInt(6)) {
            case 0, 1 -> url.insert(from, pick(PIECES));
            case 2 -> url.replace(from, to, pick(PIECES));
            case 3 -> url.delete(from, to);
            case 4 -> url.insert(from, url.substring(from, to).toUpperCase(Locale.ROOT));
            default -> joinWithAnother(url, from);
        }
    }

    /** The start of this URL and the end of another. */
    private void joinWithAnother(StringBuilder url, int from) {
        String other = pick(originals);
        url.replace(from, url.length(), other.substring(random.nextInt(other.length() + 1)));
    }

    private int position(StringBuilder url) {
        int end = random.nextInt(4) == 0 ? url.length() : Math.min(FRONT, url.length());
        return random.nextInt(end + 1);
    }

    private String pick(List<String> strings) {
        return strings.get(random.nextInt(strings.size()));
    }
}
