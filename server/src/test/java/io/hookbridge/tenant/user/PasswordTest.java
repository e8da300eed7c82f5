package io.hookbridge.tenant.user;

import static io.hookbridge.tenant.user.PasswordHashing.Queue.STRANGERS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

@Tag("unit")
class PasswordTest {

    private static final EmailAddress OWNER = new EmailAddress("ada@example.com");

    @ParameterizedTest
    @CsvSource({
        "short one, TOO_SHORT",
        "abababababab, TOO_UNIFORM",
        "my Ada@Example.COM one, HAS_EMAIL",
    })
    void a_weak_password_is_refused(String text, Password.Objection why) {
        assertThat(new Password(text).objection(OWNER)).hasValue(why);
    }

    @Test
    void twelve_characters_of_any_kind_are_enough_and_two_hundred_the_most() {
        assertThat(new Password("grün & 短い ☕ ok").objection(OWNER)).isEmpty();
        assertThat(new Password("a b c d e".repeat(22)).objection(OWNER)).isEmpty();
        assertThat(new Password("a b c d e".repeat(23)).objection(OWNER))
                .hasValue(Password.Objection.TOO_LONG);
    }

    @Test
    void a_hash_fits_its_password_alone_however_the_keyboard_composes_it() {
        PasswordHashing hashing = new PasswordHashing();
        String hash = hashing.hash(new Password("FAKE p\u00e4ssword"));

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hash).isNotEqualTo(hashing.hash(new Password("FAKE p\u00e4ssword")));
        assertThat(hashing.matches(new Password("FAKE pa\u0308ssword"), hash, STRANGERS)).isTrue();
        assertThat(hashing.matches(new Password("FAKE password"), hash, STRANGERS)).isFalse();
        assertThat(hashing.matches(new Password("FAKE p\u00e4ssword"), null, STRANGERS)).isFalse();
        assertThat(new Password("FAKE").toString()).doesNotContain("FAKE");
    }

    @Test
    void when_everybody_signs_in_at_once_the_last_are_asked_to_come_back() {
        PasswordHashing busy = new PasswordHashing(64, 0, 1, Duration.ZERO);

        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> busy.hash(new Password("FAKE")))
                .satisfies(refusal ->
                        assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> busy.matches(new Password("FAKE"), null, STRANGERS));
    }

    @Test
    void nobody_waits_where_too_many_wait_already() {
        PasswordHashing full = new PasswordHashing(64, 0, 0, Duration.ofDays(1));

        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> full.matches(new Password("FAKE"), null, STRANGERS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.com",
                " ada@example.com ",
                "owner@localhost",
                "a+b.c@x-y.example",
            })
    void an_address_is_taken_without_the_blanks_around_it(String typed) {
        assertThat(EmailAddress.parse(typed)).map(EmailAddress::text).hasValue(typed.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@example.com",
                "ada@",
                "ada@@example.com",
                "ada@-example.com",
                "a da@example.com",
                "ada@exämple.com",
                "ada@example.com\u0000",
            })
    void what_is_no_address_is_none(String typed) {
        assertThat(EmailAddress.parse(typed)).isEmpty();
        assertThat(EmailAddress.parse("a".repeat(64) + "@" + "b".repeat(190))).isEmpty();
    }
}
