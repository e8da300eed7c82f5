package io.hookbridge.http.page;

import static java.util.stream.Collectors.joining;

import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks through pages for what is not of their language: every text on them is to be a phrase, a
 * name, a date or a number.
 */
public final class PageWords {

    private static final Pattern PART =
            Pattern.compile("\\{\\d(?:,number,#)?}|\\{\\d,choice,(?<forms>(?:[^{}]|\\{\\d})*)}");
    private static final Pattern OF_NONE =
            Pattern.compile(
                    "(?s)<code[ >].*?</code>|<pre[ >].*?</pre>|<p [^>]*aria-hidden=\"true\".*?</p>");
    private static final Pattern SPOKEN_ATTRIBUTE =
            Pattern.compile("(?:aria-label|alt|placeholder|title)=\"([^\"]*)\"");

    /** What stands between texts that lie side by side. */
    private static final List<String> BETWEEN = List.of(" · ", " → ", ", ");

    /** What stands before or after a title: how many there are, or a colon. */
    private static final String AROUND = "^[0-9.]+ (?:× )?|:$";

    private final Set<String> names = new HashSet<>();
    private final List<Pattern> phrases;
    private final Pattern html;

    /**
     * @param names that are on the pages and belong to no language
     */
    public PageWords(Language language, Set<String> names) {
        this.names.addAll(names);
        this.names.addAll(Set.of("HookBridge", "UTC", "de", "er", "Uhr"));
        for (Month month : Month.values()) {
            for (TextStyle style : Set.of(TextStyle.FULL, TextStyle.SHORT)) {
                this.names.add(month.getDisplayName(style, language.locale()).replace(".", ""));
            }
        }
        phrases =
                Phrases.in(language).patterns().entrySet().stream()
                        .filter(phrase -> !phrase.getKey().startsWith("page.date."))
                        .map(Map.Entry::getValue)
                        .map(phrase ->
                                Pattern.compile(
                                        expression(withoutCode(phrase)) + "(?: (?<rest>.*))?"))
                        .toList();
        html = Pattern.compile("<html lang=\"" + language.tag() + "\">");
    }

    /** What is left of a phrase when its code is taken out. */
    private static String withoutCode(String phrase) {
        return phrase.replaceAll("`[^`]*`", "").replaceAll(" +", " ").strip();
    }

    /** A regular expression for what a phrase looks like when it is said. */
    private static String expression(String phrase) {
        Matcher part = PART.matcher(phrase);
        StringBuilder expression = new StringBuilder();
        int end = 0;
        while (part.find()) {
            expression.append(Pattern.quote(phrase.substring(end, part.start())));
            String forms = part.group("forms");
            expression.append(
                    forms == null
                            ? ".+"
                            : Stream.of(forms.split("\\|"))
                                    .map(form -> expression(form.replaceFirst("^\\d+[#<]", "")))
                                    .collect(joining("|", "(?:", ")")));
            end = part.end();
        }
        return expression.append(Pattern.quote(phrase.substring(end))).toString();
    }

    /**
     * The texts of a page that do not belong there; its own tag, if that is another language. Code,
     * payloads and what is hidden from readers of the screen belong to none.
     */
    public List<String> ofOthers(String page) {
        Stream<String> texts = Stream.of(OF_NONE.matcher(page).replaceAll("").split("<[^>]*>"));
        Stream<String> attributes =
                SPOKEN_ATTRIBUTE.matcher(page).results().map(found -> found.group(1));
        Stream<String> tag = html.matcher(page).find() ? Stream.of() : Stream.of("<html lang>");
        return Stream.concat(
                        tag,
                        Stream.concat(texts, attributes)
                                .map(PageWords::unescaped)
                                .filter(text -> !belongs(text)))
                .toList();
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
                .replaceAll("[ \\n\\t]+", " ")
                .strip();
    }

    private boolean belongs(String text) {
        if (names.contains(text) || Stream.of(text.split("[^\\p{L}]+")).allMatch(this::isName)) {
            return true;
        }
        for (Pattern phrase : phrases) {
            Matcher said = phrase.matcher(text);
            if (said.matches() && (said.group("rest") == null || belongs(said.group("rest")))) {
                return true;
            }
        }
        for (String between : BETWEEN) {
            int end = text.lastIndexOf(between);
            if (end > 0
                    && belongs(text.substring(0, end))
                    && belongs(text.substring(end + between.length()))) {
                return true;
            }
        }
        String bare = text.replaceFirst(AROUND, "");
        return !bare.equals(text) && belongs(bare);
    }

    private boolean isName(String word) {
        return word.isEmpty() || names.contains(word);
    }
}
