package io.hookbridge.http.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A description as it is laid out: paragraphs and lists of text and code.
 *
 * <p>It is the part of Markdown that the document restricts itself to.
 */
public record Prose(List<Block> blocks) {

    /** A piece of prose with space around it. */
    public sealed interface Block {}

    /** Running text. */
    public record Paragraph(List<Span> spans) implements Block {}

    /** A list with a dot before each item. */
    public record Bullets(List<List<Span>> items) implements Block {}

    /** Some words, written as code or not. */
    public record Span(String text, boolean code) {}

    /** All words of the paragraphs, for a place where nothing but a line fits. */
    public List<Span> line() {
        return blocks.stream()
                .flatMap(block ->
                        block instanceof Paragraph(var spans) ? spans.stream() : Stream.of())
                .toList();
    }

    /** Reads paragraphs that blank lines part; one whose lines start with "- " is a list. */
    public static Prose of(String markdown) {
        List<Block> blocks = new ArrayList<>();
        for (String block : markdown.strip().split("\n\\s*\n")) {
            if (block.startsWith("- ")) {
                List<List<Span>> items = new ArrayList<>();
                for (String item : block.substring(2).split("\n- ")) {
                    items.add(spans(item));
                }
                blocks.add(new Bullets(items));
            } else if (!block.isBlank()) {
                blocks.add(new Paragraph(spans(block)));
            }
        }
        return new Prose(blocks);
    }

    /** Every second stretch between backticks is code. */
    private static List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>();
        boolean code = false;
        for (String stretch : text.replaceAll("\\s*\n\\s*", " ").split("`", -1)) {
            if (!stretch.isEmpty()) {
                spans.add(new Span(stretch, code));
            }
            code = !code;
        }
        return spans;
    }
}
