package io.hookbridge.http.openapi;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import java.util.regex.Pattern;

/** Writes JSON as people do: a line for each member, but lists of words on one line. */
final class PrettyJson {

    private static final Pattern WORDS =
            Pattern.compile("\\[\\s+(\"[^\"]*\"(?:,\\s+\"[^\"]*\")*)\\s+]");
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter WRITER =
            new JsonMapper()
                    .writer()
                    .with(
                            new DefaultPrettyPrinter(
                                            Separators.createDefaultInstance()
                                                    .withObjectNameValueSpacing(
                                                            Separators.Spacing.AFTER)
                                                    .withObjectEmptySeparator(""))
                                    .withObjectIndenter(INDENT)
                                    .withArrayIndenter(INDENT));

    private PrettyJson() {}

    static String of(JsonNode value) {
        return WORDS.matcher(WRITER.writeValueAsString(value))
                .replaceAll(list -> "[" + list.group(1).replaceAll(",\\s+", ", ") + "]");
    }
}
