package io.hookbridge.tenant.user;

import static io.hookbridge.tenant.user.PeopleOnAClock.ADA;
import static io.hookbridge.tenant.user.PeopleOnAClock.PASSWORD;
import static io.hookbridge.tenant.user.PeopleOnAClock.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

/** Strangers who try passwords, and the people whose passwords they try. */
@Tag("database")
class SignInLimitsTest {

    private static final Password WRONG = new Password("FAKE wrong horse battery");
    private static final EmailAddress NOBODY = new EmailAddress("nobody@example.com");
    private static final String FRESH = "198.51.100.1";

    @AutoClose private final PeopleOnAClock people = new PeopleOnAClock();

    @Test
    void ten_wrong_passwords_of_strangers_do_not_keep_a_person_out() {
        people.chosen();
        for (int n = 0; n < 10; n++) {
            assertThat(tryFrom("192.0.2." + n, WRONG)).isInstanceOf(SignInOutcome.Refused.class);
        }

        assertThat(tryFrom(FRESH, PASSWORD)).isInstanceOf(SignInOutcome.SignedIn.class);
    }

    @Test
    void one_network_that_goes_on_and_on_slows_down_itself_alone() {
        people.chosen();
        for (int minute = 0; minute < 300; minute++) {
            tryFrom("192.0.2.1", WRONG);
            people.later(Duration.ofMinutes(1));
        }

        assertThat(tryFrom(FRESH, PASSWORD)).isInstanceOf(SignInOutcome.SignedIn.class);
        tryFrom("192.0.2.1", WRONG);
        assertThat(tryFrom("192.0.2.1", PASSWORD)).isInstanceOf(SignInOutcome.TooMany.class);
    }

    @Test
    void guesses_from_everywhere_at_one_account_stay_bounded_whether_it_exists_or_not() {
        people.chosen();
        for (EmailAddress account : new EmailAddress[] {ADA, NOBODY}) {
            long guesses = 0;
            for (int n = 0; n < 1000; n++) {
                SignInOutcome outcome =
                        people.limited.byPassword(
                                account, WRONG, from("192.0." + n / 200 + "." + n % 200));
                guesses += outcome instanceof SignInOutcome.Refused ? 1 : 0;
            }

            assertThat(guesses).isEqualTo(100);
            assertThat(people.limited.byPassword(account, PASSWORD, from(FRESH)))
                    .isEqualTo(new SignInOutcome.TooMany(Duration.ofMinutes(1)));
        }
        people.later(Duration.ofMinutes(1));
        assertThat(tryFrom(FRESH, PASSWORD)).isInstanceOf(SignInOutcome.SignedIn.class);
    }

    @Test
    void a_browser_that_signed_in_before_has_a_limit_of_its_own() {
        people.chosen();
        String mark = mark(tryFrom(FRESH, PASSWORD));
        strangersUseUp();

        for (int n = 0; n < 9; n++) {
            assertThat(people.limited.byPassword(ADA, WRONG, from(FRESH, mark)))
                    .isInstanceOf(SignInOutcome.Refused.class);
        }
        assertThat(people.limited.byPassword(ADA, PASSWORD, from(FRESH, mark)))
                .isInstanceOf(SignInOutcome.SignedIn.class);
        assertThat(people.limited.byPassword(ADA, PASSWORD, from(FRESH, mark)))
                .isEqualTo(new SignInOutcome.TooMany(Duration.ofSeconds(30)));
    }

    @Test
    void a_mark_is_worth_nothing_for_another_person_and_after_a_new_password() {
        people.chosen();
        String mark = mark(tryFrom(FRESH, PASSWORD));
        User bob =
                people.users
                        .create(
                                people.tenant,
                                NOBODY,
                                UserRole.MEMBER,
                                PeopleOnAClock.OPERATOR,
                                null)
                        .orElseThrow();
        strangersUseUp();
        Password other = new Password("FAKE another horse");
        SignInOutcome byLink = people.limited.byLink(people.link(), other, from(FRESH));

        assertThat(people.limited.byPassword(ADA, other, from(FRESH, mark)))
                .isInstanceOf(SignInOutcome.TooMany.class);
        assertThat(people.limited.byPassword(ADA, other, from(FRESH, mark + "A")))
                .isInstanceOf(SignInOutcome.TooMany.class);
        assertThat(people.limited.byPassword(ADA, other, from(FRESH, mark(byLink))))
                .isInstanceOf(SignInOutcome.SignedIn.class);
        for (int n = 0; n < 100; n++) {
            people.limited.byPassword(bob.email(), WRONG, from("203.0.113." + n));
        }
        assertThat(people.limited.byPassword(bob.email(), WRONG, from(FRESH, mark(byLink))))
                .isInstanceOf(SignInOutcome.TooMany.class);
    }

    @Test
    void whoever_is_signed_in_changes_the_password_whatever_strangers_do() {
        Session session = people.session(people.chosen());
        strangersUseUp();
        Password other = new Password("FAKE another horse");

        SignIns.Change change =
                people.limited.change(
                        session, PASSWORD, other, PeopleOnAClock.BROWSER.address(), "req_test");

        assertThat(change)
                .isInstanceOfSatisfying(
                        SignIns.Change.Done.class,
                        done ->
                                assertThat(
                                                people.limited.byPassword(
                                                        ADA, other, from(FRESH, done.mark())))
                                        .isInstanceOf(SignInOutcome.SignedIn.class));
    }

    @Test
    void a_session_guesses_the_present_password_ten_times() {
        Session session = people.session(people.chosen());
        for (int n = 0; n < 10; n++) {
            assertThat(
                            people.limited.change(
                                    session,
                                    WRONG,
                                    PASSWORD,
                                    PeopleOnAClock.BROWSER.address(),
                                    "req_test"))
                    .isInstanceOf(SignIns.Change.WrongPassword.class);
        }

        assertThat(
                        people.limited.change(
                                session,
                                PASSWORD,
                                PASSWORD,
                                PeopleOnAClock.BROWSER.address(),
                                "req_test"))
                .isEqualTo(new SignIns.Change.TooMany(Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::%x"})
    void a_network_is_slowed_down_whatever_accounts_it_tries(String spelling) {
        people.chosen();
        for (int n = 0; n < 20; n++) {
            EmailAddress account = new EmailAddress("x" + n + "@example.com");
            assertThat(people.limited.byPassword(account, WRONG, from(spelling.formatted(n))))
                    .isInstanceOf(SignInOutcome.Refused.class);
        }

        assertThat(tryFrom(spelling.formatted(99), PASSWORD))
                .isEqualTo(new SignInOutcome.TooMany(Duration.ofSeconds(6)));
        assertThat(tryFrom("2001:db8:0:1::1", PASSWORD)).isInstanceOf(SignInOutcome.SignedIn.class);
    }

    @Test
    void a_sign_in_that_succeeds_is_no_guess() {
        people.chosen();

        for (int n = 0; n < 50; n++) {
            assertThat(tryFrom(FRESH, PASSWORD)).isInstanceOf(SignInOutcome.SignedIn.class);
            people.later(Duration.ofSeconds(6));
        }
    }

    private void strangersUseUp() {
        for (int n = 0; n < 100; n++) {
            tryFrom("192.0.2." + n, WRONG);
        }
        assertThat(tryFrom(FRESH, PASSWORD)).isInstanceOf(SignInOutcome.TooMany.class);
    }

    private SignInOutcome tryFrom(String address, Password password) {
        return people.limited.byPassword(ADA, password, from(address));
    }

    private static String mark(SignInOutcome outcome) {
        return ((SignInOutcome.SignedIn) outcome).mark();
    }

    private static SignIns.Attempt from(String address) {
        return new SignIns.Attempt(
                new Browser(address(address), ""), Optional.empty(), Optional.empty(), "req_test");
    }

    private static SignIns.Attempt from(String address, String mark) {
        return new SignIns.Attempt(
                new Browser(address(address), ""), Optional.empty(), Optional.of(mark), "req_test");
    }
}
