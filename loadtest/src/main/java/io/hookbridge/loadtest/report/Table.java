package io.hookbridge.loadtest.report;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table that can also be read as plain text. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** One cell for each heading. */
    public Table row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("a cell for each heading");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The first column to the left, numbers to the right. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            text.append('|');
            for (int column = 0; column < rows.getFirst().size(); column++) {
                text.append(' ').append(padded(row, column)).append(" |");
            }
            text.append('\n');
            if (row == 0) {
                text.append(ruler());
            }
        }
        return text.toString();
    }

    private String padded(int row, int column) {
        String cell = rows.get(row).get(column);
        String space = " ".repeat(width(column) - cell.length());
        return column == 0 ? cell + space : space + cell;
    }

    private String ruler() {
        StringBuilder text = new StringBuilder("|");
        for (int column = 0; column < rows.getFirst().size(); column++) {
            String dashes = "-".repeat(width(column));
            text.append(column == 0 ? ":" + dashes + "-|" : "-" + dashes + ":|");
        }
        return text.append('\n').toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
    }
}
