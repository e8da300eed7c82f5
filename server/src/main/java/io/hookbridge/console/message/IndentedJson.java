package io.hookbridge.console.message;

/**
 * Writes JSON with a line for each value. Values are copied as they stand, numbers, escapes and
 * repeated members among them; only the white space around them is another.
 */
final class IndentedJson {

    private static final int DEEPEST_INDENT = 40;

    private final String json;
    private final int mostNodes;
    private final StringBuilder lines = new StringBuilder();
    private int at;
    private int depth;
    private int nodes;

    private IndentedJson(String json, int mostNodes) {
        this.json = json;
        this.mostNodes = mostNodes;
    }

    /**
     * @param json valid, or the beginning of what is
     * @param mostNodes where it ends, if it has more values
     */
    static String of(String json, int mostNodes) {
        return new IndentedJson(json, mostNodes).indented();
    }

    private String indented() {
        while (at < json.length() && nodes <= mostNodes) {
            char next = json.charAt(at);
            switch (next) {
                case '"' -> string();
                case '{', '[' -> open(next);
                case '}', ']' -> {
                    depth = Math.max(0, depth - 1);
                    line();
                    lines.append(next);
                    at++;
                }
                case ',' -> {
                    nodes++;
                    lines.append(next);
                    line();
                    at++;
                }
                case ':' -> {
                    lines.append(": ");
                    at++;
                }
                case ' ', '\t', '\r', '\n' -> at++;
                default -> {
                    lines.append(next);
                    at++;
                }
            }
        }
        return lines.toString();
    }

    private void string() {
        int end = at + 1;
        while (end < json.length() && json.charAt(end) != '"') {
            end += json.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end + 1, json.length());
        lines.append(json, at, end);
        at = end;
    }

    /** An empty object or list stays on its line. */
    private void open(char bracket) {
        nodes++;
        lines.append(bracket);
        at++;
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
        if (at < json.length() && "}]".indexOf(json.charAt(at)) >= 0) {
            lines.append(json.charAt(at));
            at++;
        } else {
            depth++;
            line();
        }
    }

    private void line() {
        lines.append('\n').append("  ".repeat(Math.min(depth, DEEPEST_INDENT)));
    }
}
