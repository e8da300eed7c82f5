package io.hookbridge.insight.export;

import io.hookbridge.base.Direction;

import java.util.List;

/** How messages are written into the file of an export, in UTF-8. */
interface ExportFormat {

    String PAYLOAD = "payload";
    String PAYLOAD_BASE64 = "payload_base64";
    String PAYLOAD_ERROR = "payload_error";

    /** What the file begins with; nothing for a format without a beginning. */
    byte[] header();

    /** A line for each message. */
    byte[] lines(List<ExportedMessage> messages);

    static ExportFormat of(Direction direction, FileLayout layout) {
        List<ExportColumn> columns = ExportColumn.of(direction, layout);
        return switch (layout.format()) {
            case CSV -> new CsvFormat(columns, layout.payloads());
            case JSON_LINES -> new JsonLinesFormat(columns, layout.payloads());
        };
    }
}
