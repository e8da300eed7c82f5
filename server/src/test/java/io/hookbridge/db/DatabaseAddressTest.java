package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class DatabaseAddressTest {

    @Test
    void the_form_of_libpq_is_taken_apart() {
        assertThat(
                        DatabaseAddress.parse(
                                "postgresql://hook%40bridge:p%3Aw+d@db.example:6432/hooks?sslmode=require"))
                .contains(
                        new DatabaseAddress(
                                "jdbc:postgresql://db.example:6432/hooks?sslmode=require",
                                "hook@bridge",
                                "p:w+d"));
    }

    @Test
    void a_jdbc_url_is_used_as_it_is() {
        String url = "jdbc:postgresql://db.example/hooks?user=u&password=FAKE";

        assertThat(DatabaseAddress.parse(url)).contains(new DatabaseAddress(url, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks",
                "mysql://db.example/hooks",
                "jdbc:mysql://db.example/hooks",
                "postgresql:///hooks",
                "postgresql://db.example",
                "postgresql://db.example/",
                "postgresql://db example/hooks"
            })
    void anything_else_is_refused(String text) {
        assertThat(DatabaseAddress.parse(text)).isEmpty();
    }

    @Test
    void the_text_of_an_address_holds_no_password() {
        assertThat(
                        DatabaseAddress.parse("jdbc:postgresql://h/d?user=u&password=FAKE")
                                .orElseThrow()
                                .toString())
                .doesNotContain("FAKE");
        assertThat(new DatabaseAddress("jdbc:postgresql://h/d", "u", "FAKE").toString())
                .doesNotContain("FAKE");
    }
}
