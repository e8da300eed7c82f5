package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class DatabaseAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    postgresql://hook%40bridge:p%3Aw+d@db.example:6432/hooks?sslmode=require | hook@bridge | p:w+d
                    postgres://hook%40bridge@db.example:6432/hooks?password=p%3Aw+d&sslmode=require | hook@bridge | p:w+d
                    jdbc:postgresql://db.example:6432/hooks?user=hook@bridge&password=p:w%2Bd&sslmode=require | hook@bridge | p:w+d
                    jdbc:postgresql://hook%40bridge:p%3Aw+d@db.example:6432/hooks?sslmode=require | hook@bridge | p:w+d
                    jdbc:postgresql://db.example:6432/hooks?sslmode=require&password=a+b%20c | | a b c
                    postgresql://u:p%40ss%23w%25rd%2F%3F@db.example:6432/hooks?sslmode=require | u | p@ss#w%rd/?
                    postgresql://u:p ss:wörd@db.example:6432/hooks?sslmode=require | u | p ss:wörd
                    """)
    void user_and_password_are_taken_out_however_the_url_is_written(
            String text, String user, String password) {
        assertThat(DatabaseAddress.parse(text))
                .isEqualTo(
                        new DatabaseAddress(
                                "jdbc:postgresql://db.example:6432/hooks?sslmode=require",
                                user,
                                password));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    postgresql://h/d                              | jdbc:postgresql://h:5432/d
                    postgresql://h1:1,[::1],h3/d?targetServerType=primary | jdbc:postgresql://h1:1,[::1]:5432,h3:5432/d?targetServerType=primary
                    postgresql://h/a+b%20c?options=-c%20x+y       | jdbc:postgresql://h:5432/a%2Bb%20c?options=-c%20x%2By
                    jdbc:postgresql://h/a+b?options=-c+x          | jdbc:postgresql://h:5432/a+b?options=-c+x
                    postgresql://h/d?connect_timeout=3&application_name=x | jdbc:postgresql://h:5432/d?connectTimeout=3&ApplicationName=x
                    """)
    void the_driver_gets_the_same_address_in_its_own_words(String text, String url) {
        assertThat(DatabaseAddress.parse(text)).isEqualTo(new DatabaseAddress(url, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FAKE",
                "mysql://u:FAKE@db.example/hooks",
                "jdbc:mysql://db.example/hooks?password=FAKE",
                "postgresql:///hooks?password=FAKE",
                "postgresql://u:FAKE@db.example",
                "postgresql://u:FAKE@db.example/",
                "postgresql://u:FAKE@db example/hooks",
                "postgresql://u:FAKE@db.example:0/hooks",
                "postgresql://u:FAKE@db.example:99999/hooks",
                "postgresql://u:FAKE@db.example:/hooks",
                "postgresql://u:p@FAKE@db.example/hooks",
                "postgresql://u:p/FAKE@db.example/hooks",
                "postgresql://u:12/FAKE@db.example/hooks",
                "postgresql://u:p?FAKE@db.example/hooks",
                "postgresql://u:12/p?FAKE@db.example/hooks",
                "postgresql://u:p#FAKE@db.example/hooks",
                "postgresql://u:FAKE%@db.example/hooks",
                "postgresql://u:FAKE%zz@db.example/hooks",
                "postgresql://h1:FAKE,h2/hooks",
                "jdbc:postgresql://h/d?user=u&password=a&FAKE",
                "jdbc:postgresql://h/d?user=u&password=a&FAKE=1",
                "jdbc:postgresql://h/d?user=u&password=a#FAKE",
                "jdbc:postgresql://h/d?user=u&password=FAKE%",
                "jdbc:postgresql://h/d?sslmod=FAKE",
                "jdbc:postgresql://h/d?sslmode=FAKE",
                "jdbc:postgresql://h/d?PGHOST=FAKE",
                "jdbc:postgresql://h/d?service=FAKE",
            })
    void anything_else_is_refused_without_a_part_of_it(String text) {
        assertThatThrownBy(() -> DatabaseAddress.parse(text))
                .isInstanceOf(InvalidDatabaseAddress.class)
                .hasMessageNotContaining("FAKE")
                .hasMessageMatching("(must|has) .*");
    }

    @Test
    void the_text_of_an_address_holds_no_password() {
        assertThat(
                        DatabaseAddress.parse("jdbc:postgresql://h/d?user=u&sslpassword=FAKE")
                                .toString())
                .isEqualTo("DatabaseAddress[h:5432/d]");
        assertThat(new DatabaseAddress("jdbc:postgresql://h/d", "u", "FAKE").toString())
                .doesNotContain("FAKE");
    }
}
