package io.hookbridge.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

@Tag("unit")
class ReturnToTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "/console//evil.example",
                "/console/../../evil",
                "/console\r\nSet-Cookie: x=y",
                "/console\n",
                "/v1/projects",
                "/sign-in",
                "/sign-out",
                "javascript:alert(1)",
                "/billing",
                "/billing/live?x=1",
                "/billing/live#x",
                "/billing/live@evil.example",
                "/billing/live/portal",
            })
    void nobody_is_led_away_from_the_console(String path) {
        assertThat(ReturnTo.of(Optional.of(path))).isEqualTo("/console");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/billing/live",
                "/billing/test",
                "/console",
                "/console/account",
                "/console/projects/01935abc-def0-7123-9abc-def012345678/delete",
                "/console/projects/01935abc-def0-7123-9abc-def012345678/test/api-keys",
                "/console/projects/01935abc-def0-7123-9abc-def012345678/live/api-keys/key_01935abcdef071239abcdef012345678/delete",
            })
    void a_page_of_the_console_is_returned_to(String path) {
        assertThat(ReturnTo.of(Optional.of(path))).isEqualTo(path);
    }

    @Test
    void without_a_page_the_first_one_is_taken() {
        assertThat(ReturnTo.of(Optional.empty())).isEqualTo("/console");
    }
}
