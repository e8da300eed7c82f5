package io.hookbridge.insight.export;

import java.util.Arrays;
import java.util.Optional;

/** What the file of an export is written in. */
public enum FileFormat {
    CSV("csv", "text/csv; charset=utf-8; header=present"),
    /** A JSON object in each line. */
    JSON_LINES("jsonl", "application/x-ndjson");

    private final String word;
    private final String contentType;

    FileFormat(String word, String contentType) {
        this.word = word;
        this.contentType = contentType;
    }

    /** The word in SQL and JSON, and the end of the name of a file. */
    public String word() {
        return word;
    }

    String contentType() {
        return contentType;
    }

    public static Optional<FileFormat> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
