package io.hookbridge.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class OpenFilesTest {

    @Test
    void a_limit_that_is_too_low_is_told_with_the_number_to_set() {
        assertThat(new OpenFiles(256).warnings())
                .singleElement()
                .asString()
                .startsWith("this server may open only 256 files")
                .contains("ulimit -n 8192");
        assertThat(new OpenFiles(OpenFiles.ENOUGH).warnings()).isEmpty();
    }
}
