package io.hookbridge.delivery.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class MaskedUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://a.example/in, https://a.example/in",
        "https://a.example/in?, https://a.example/in?",
        "https://a.example/in?api_key=FAKE, https://a.example/in?api_key=***",
        "https://a.example/in?api%5Fkey=FAKE&n=1, https://a.example/in?api%5Fkey=***&n=1",
        "https://a.example/in?n=1&&token=, https://a.example/in?n=1&&token=***",
        "https://a.example/in?to=Bearer%20FAKE, https://a.example/in?to=***",
        "https://a.example/in?a=b=c&flag&%zz=1, https://a.example/in?a=b=c&flag&%zz=1",
    })
    void secrets_in_the_query_are_masked_and_nothing_else_changes(String url, String masked) {
        assertThat(MaskedUrl.of(url)).isEqualTo(masked);
    }
}
