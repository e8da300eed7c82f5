package io.hookbridge.console.form;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts into the form of a page what was typed into it before. Understands the HTML of our own
 * templates: attributes in double quotes, and no other form inside of a form.
 */
final class FilledForm {

    private static final Pattern FORM = Pattern.compile("<form\\b((?:[^>\"]++|\"[^\"]*+\")*+)>");
    private static final String END = "</form>";
    private static final Pattern FIELD =
            Pattern.compile("<(input|textarea|select|option)\\b((?:[^>\"]++|\"[^\"]*+\")*+)>");
    private static final Pattern ENTITY = Pattern.compile("&(?:lt|gt|#34|#39|amp);");
    private static final Map<String, String> ENTITIES =
            Map.of("&lt;", "<", "&gt;", ">", "&#34;", "\"", "&#39;", "'", "&amp;", "&");

    private final KeptForm kept;

    /** The name of the list that options belong to. */
    private String list = "";

    private FilledForm(KeptForm kept) {
        this.kept = kept;
    }

    /** The same page; unchanged where it has no such form. */
    static String in(String html, KeptForm kept) {
        Matcher form = FORM.matcher(html);
        while (form.find()) {
            int end = html.indexOf(END, form.end());
            if (end > 0 && leadsTo(form.group(1), kept.action())) {
                return html.substring(0, form.end())
                        + new FilledForm(kept).filled(html.substring(form.end(), end))
                        + html.substring(end);
            }
        }
        return html;
    }

    private static boolean leadsTo(String attributes, String action) {
        String path = attribute(attributes, "action");
        return path != null && path.replaceFirst("[?#].*", "").equals(action);
    }

    private String filled(String form) {
        Matcher field = FIELD.matcher(form);
        StringBuilder filled = new StringBuilder();
        int copied = 0;
        while (field.find()) {
            String attributes = field.group(2);
            filled.append(form, copied, field.start());
            copied = field.end();
            switch (field.group(1)) {
                case "input" -> filled.append("<input").append(input(attributes)).append('>');
                case "textarea" -> {
                    filled.append(field.group());
                    String typed = typed(attributes);
                    int end = form.indexOf("</textarea>", copied);
                    if (typed != null && end >= 0) {
                        // A browser drops the first line break.
                        filled.append('\n').append(escaped(typed));
                        copied = end;
                    }
                }
                case "select" -> {
                    list = orEmpty(attribute(attributes, "name"));
                    filled.append(field.group());
                }
                case "option" -> filled.append("<option").append(option(attributes)).append('>');
                default -> throw new IllegalStateException(field.group(1));
            }
        }
        return filled.append(form.substring(copied)).toString();
    }

    private String input(String attributes) {
        String name = orEmpty(attribute(attributes, "name"));
        String type = orEmpty(attribute(attributes, "type"));
        return switch (type) {
            case "hidden", "password" -> attributes;
            case "checkbox", "radio" ->
                    with(
                            attributes,
                            "checked",
                            orEmpty(attribute(attributes, "value"))
                                    .equals(kept.fields().get(name)));
            default -> {
                String typed = kept.fields().get(name);
                yield typed == null
                        ? attributes
                        : without(attributes, "value") + " value=\"" + escaped(typed) + "\"";
            }
        };
    }

    private String option(String attributes) {
        String typed = kept.fields().get(list);
        return typed == null
                ? attributes
                : with(
                        attributes,
                        "selected",
                        orEmpty(attribute(attributes, "value")).equals(typed));
    }

    private @Nullable String typed(String attributes) {
        return kept.fields().get(orEmpty(attribute(attributes, "name")));
    }

    private static String with(String attributes, String word, boolean set) {
        return without(attributes, word) + (set ? " " + word : "");
    }

    private static String without(String attributes, String name) {
        return attributes.replaceFirst("\\s" + name + "(?:=\"[^\"]*\")?(?=\\s|/|$)", "");
    }

    private static @Nullable String attribute(String attributes, String name) {
        Matcher value = Pattern.compile("(?:^|\\s)" + name + "=\"([^\"]*)\"").matcher(attributes);
        return value.find() ? unescaped(value.group(1)) : null;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String unescaped(String text) {
        return ENTITY.matcher(text)
                .replaceAll(entity ->
                        Matcher.quoteReplacement(
                                ENTITIES.getOrDefault(entity.group(), entity.group())));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
    }
}
