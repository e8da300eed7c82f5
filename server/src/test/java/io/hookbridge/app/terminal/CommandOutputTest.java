package io.hookbridge.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/** What a command has to tell when nobody can read it. */
@Tag("unit")
class CommandOutputTest {

    @Test
    void a_result_that_could_not_be_written_fails_the_command_and_names_what_was_made() {
        PrintStream full =
                new PrintStream(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("No space left on device");
                            }
                        });

        assertThatThrownBy(() ->
                        CommandOutput.print(
                                Map.of("key_id", "1", "key", "hb_live_FAKE0000000000000000"), full))
                .isInstanceOf(StartFailure.class)
                .satisfies(failure ->
                        assertThat(failure)
                                .hasMessage(
                                        "it was done, and the result could not be written: key_id 1; make any secret anew"));
    }
}
