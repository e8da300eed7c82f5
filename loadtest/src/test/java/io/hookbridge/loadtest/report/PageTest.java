package io.hookbridge.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.Map;

@Tag("unit")
class PageTest {

    @Test
    void it_says_how_and_on_what_something_was_measured_before_the_sections() {
        Map<String, String> machine = new LinkedHashMap<>(Map.of("Cores", "2"));
        Page page = new Page("Pages", "./hookbridge bench pages", machine);
        page.add("Reading", "fast\n");
        page.add("Disk", "large\n");
        machine.put("Load", "0.1");

        assertThat(page)
                .hasToString(
                        """
                        # Pages

                        `./hookbridge bench pages`

                        | Machine |     |
                        |:--------|----:|
                        | Cores   |   2 |
                        | Load    | 0.1 |

                        ## Reading

                        fast

                        ## Disk

                        large
                        """);
    }
}
