package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.PageWords;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks through pages of the console in German for what is left in English. */
final class GermanPages {

    /** Ids, addresses and names of headers belong to no language. */
    private static final Pattern FOREIGN =
            Pattern.compile(
                    "(?:[a-z]+_)?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f-]{18,23}"
                            + "|https?://[^\\s<\"]*"
                            + "|[a-z0-9.-]+\\.(?:example|invalid|test)\\b[^\\s<\"]*"
                            + "|\\bX-[A-Za-z-]+"
                            + "|(?:[0-9]+\\.){3}[0-9]+(?::[0-9]+)?[^\\s<\"]*");

    /** On every page. */
    private static final Set<String> NAMES =
            Set.of(
                    "owner",
                    "localhost",
                    "Default",
                    "Demo",
                    "Live",
                    "Test",
                    "Ctrl",
                    "K",
                    "j",
                    "k",
                    "r",
                    "Enter",
                    "curl",
                    "CSV",
                    "URL",
                    "SHA",
                    "ms",
                    "s",
                    "p");

    private GermanPages() {}

    /**
     * Looks at these pages, and has the browser ask for English again.
     *
     * @param names that are on them and belong to no language
     */
    static void hold(ConsoleServer.Browser browser, Set<String> names, List<String> paths) {
        PageWords words = words(names);
        // What forms had to say is shown once, in the language that they were sent in.
        var _ = browser.open(paths.getFirst());
        browser.cookie("hookbridge_language", "de");
        try {
            assertThat(paths).allSatisfy(path -> hold(words, path, browser.open(path)));
        } finally {
            browser.cookie("hookbridge_language", "en");
        }
    }

    /**
     * Looks at a page that a form was answered with.
     *
     * @param names that are on it and belong to no language
     */
    static void hold(Set<String> names, Exchange answer) {
        hold(words(names), answer.text(), answer);
    }

    private static PageWords words(Set<String> names) {
        Set<String> all = new HashSet<>(NAMES);
        all.addAll(names);
        return new PageWords(Language.GERMAN, all);
    }

    private static void hold(PageWords words, String what, Exchange page) {
        assertThat(words.ofOthers(withoutForeign(page.text()))).as(what).isEmpty();
    }

    private static String withoutForeign(String page) {
        return FOREIGN.matcher(page).replaceAll("…");
    }
}
