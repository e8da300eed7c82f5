package io.hookbridge.stripedouble;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class BracketFormTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                | {}",
                "a=1                               | {\"a\":\"1\"}",
                "a=1&b=                            | {\"a\":\"1\",\"b\":\"\"}",
                "a[b]=1&a[c][d]=2                  | {\"a\":{\"b\":\"1\",\"c\":{\"d\":\"2\"}}}",
                "a[0]=x&a[1]=y                     | {\"a\":[\"x\",\"y\"]}",
                "a[0][b]=x&a[0][c]=y&a[1][b]=z     | {\"a\":[{\"b\":\"x\",\"c\":\"y\"},{\"b\":\"z\"}]}",
                "a%5Bb%5D=%C3%A9+%26               | {\"a\":{\"b\":\"é &\"}}",
            })
    void brackets_become_levels_and_numbers_become_lists(String form, String json) {
        assertThat(BracketForm.tree(BracketForm.flat(form))).hasToString(json);
    }
}
