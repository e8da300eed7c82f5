package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code docs/errors.md} against the codes themselves. */
@Tag("unit")
class ErrorsDocumentTest {

    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\| (\\d{3}) \\|.*");
    private static final int BESIDE_DATA = 200;

    @Test
    void every_code_that_refuses_has_one_row_with_its_status() throws IOException {
        Map<String, Integer> expected = new TreeMap<>();
        Stream.of(ErrorCode.values())
                .filter(code -> code.status() != BESIDE_DATA)
                .forEach(code -> expected.put(code.name(), code.status()));

        Map<String, Integer> listed = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "errors.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(listed.put(row.group(1), Integer.parseInt(row.group(2))))
                        .as("an earlier row of %s", row.group(1))
                        .isNull();
            }
        }

        assertThat(listed).isEqualTo(expected);
    }

    @Test
    void the_codes_that_stand_beside_data_are_told_as_well() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "errors.md"));

        assertThat(ErrorCode.values())
                .filteredOn(code -> code.status() == BESIDE_DATA)
                .isNotEmpty()
                .allMatch(code -> document.contains("`" + code.name() + "`"));
    }
}
