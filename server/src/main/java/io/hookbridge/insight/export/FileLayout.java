package io.hookbridge.insight.export;

import io.hookbridge.base.Direction;

import java.util.List;

/**
 * What the file of an export has of each message.
 *
 * @param columns the names of those that are wanted, among {@link #columnsOf}; empty for all
 * @param payloads whether the payload comes with it, in three columns more
 */
public record FileLayout(FileFormat format, List<String> columns, boolean payloads) {

    /** All columns as CSV, without payloads. */
    public static final FileLayout USUAL = new FileLayout(FileFormat.CSV, List.of(), false);

    public FileLayout {
        columns = List.copyOf(columns);
    }

    /** The columns that there are of messages that go in {@code direction}, in their order. */
    public static List<String> columnsOf(Direction direction) {
        return ExportColumn.of(direction).stream().map(ExportColumn::name).toList();
    }
}
