package io.hookbridge.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A page of Markdown: what was measured, how and on what, and the figures in sections. */
public final class Page {

    private final String title;
    private final String command;
    private final Map<String, String> machine;
    private final List<Section> sections = new ArrayList<>();

    private record Section(String title, String text) {}

    /**
     * @param command how the measurement was started
     * @param machine facts by name, to which more may be added until the page is written
     */
    public Page(String title, String command, Map<String, String> machine) {
        this.title = title;
        this.command = command;
        this.machine = machine;
    }

    /**
     * Adds a section below those before.
     *
     * @param text in Markdown, up to the end of its last line
     */
    public void add(String heading, String text) {
        sections.add(new Section(heading, text));
    }

    /** The whole page. */
    @Override
    public String toString() {
        Table facts = new Table("Machine", "");
        machine.forEach(facts::row);
        StringBuilder page = new StringBuilder("# ").append(title).append("\n\n");
        page.append('`').append(command).append("`\n\n").append(facts);
        sections.forEach(section ->
                page.append("\n## ").append(section.title()).append("\n\n").append(section.text()));
        return page.toString();
    }
}
