package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;

@Tag("unit")
class CsvTest {

    @Test
    void cells_are_quoted_where_they_must_be() {
        assertThat(Csv.line("a", null, "b,c", "\"d\"", "e\nf", Instant.EPOCH, -1))
                .isEqualTo("a,,\"b,c\",\"\"\"d\"\"\",\"e\nf\",1970-01-01T00:00:00Z,-1\r\n");
    }

    @Test
    void no_text_becomes_a_formula_in_a_spreadsheet() {
        assertThat(Csv.line("=1+1", "+1", "-1", "@a", "\tb"))
                .isEqualTo("'=1+1,'+1,'-1,'@a,'\tb\r\n");
    }

    @Test
    void nor_does_what_follows_a_semicolon_or_a_tab_where_those_part_cells() {
        assertThat(Csv.line("a\n=1", "a;\"=1", "a\r\nb"))
                .isEqualTo("\"a\n'=1\",\"a;'\"\"=1\",\"a\r\nb\"\r\n");
        assertThat(Csv.line("a;=1+1", "a;b;-1", "{\"a\":\"x;=HYPERLINK()\"}", "a\t@b", "a;b = 1"))
                .isEqualTo(
                        "a;'=1+1,a;b;'-1,\"{\"\"a\"\":\"\"x;'=HYPERLINK()\"\"}\",a\t'@b,a;b = 1\r\n");
    }
}
