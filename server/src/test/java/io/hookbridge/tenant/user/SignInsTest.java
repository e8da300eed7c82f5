package io.hookbridge.tenant.user;

import static io.hookbridge.tenant.user.PeopleOnAClock.ADA;
import static io.hookbridge.tenant.user.PeopleOnAClock.BROWSER;
import static io.hookbridge.tenant.user.PeopleOnAClock.OPERATOR;
import static io.hookbridge.tenant.user.PeopleOnAClock.PASSWORD;
import static io.hookbridge.tenant.user.PeopleOnAClock.attempt;
import static io.hookbridge.tenant.user.PeopleOnAClock.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.SecretToken;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Optional;

@Tag("database")
class SignInsTest {

    @AutoClose private final PeopleOnAClock people = new PeopleOnAClock();

    @Test
    void an_address_belongs_to_one_person_however_it_is_spelled() {
        assertThat(
                        people.users.create(
                                people.tenant,
                                new EmailAddress("ADA@example.COM"),
                                UserRole.MEMBER,
                                OPERATOR,
                                null))
                .isEmpty();
        assertThat(people.users.find(new EmailAddress("ada@example.com"))).hasValue(people.ada);
        assertThat(people.users.list(people.tenant)).containsExactly(people.ada);
        assertThat(people.users.list(null)).containsExactly(people.ada);
    }

    @Test
    void the_right_password_signs_in_and_everything_else_is_refused_alike() {
        people.chosen();
        EmailAddress nobody = new EmailAddress("nobody@example.com");
        User without =
                people.users
                        .create(
                                people.tenant,
                                new EmailAddress("new@example.com"),
                                UserRole.MEMBER,
                                OPERATOR,
                                null)
                        .orElseThrow();

        assertThat(people.signIn(PASSWORD.text())).isInstanceOf(SignInOutcome.SignedIn.class);
        assertThat(people.signIn("FAKE wrong horse battery"))
                .isEqualTo(new SignInOutcome.Refused())
                .isEqualTo(people.signIns.byPassword(nobody, PASSWORD, attempt()))
                .isEqualTo(people.signIns.byPassword(without.email(), PASSWORD, attempt()));
        assertThat(people.audited())
                .containsSubsequence("user.password_set by user", "user.signed_in by user");
    }

    @Test
    void every_sign_in_has_a_session_of_its_own_and_ends_the_one_it_replaces() {
        SecretToken planted = people.chosen();
        SignIns.Attempt attempt =
                new SignIns.Attempt(BROWSER, Optional.of(planted), Optional.empty(), "req_test");

        SecretToken fresh = cookie(people.signIns.byPassword(ADA, PASSWORD, attempt));

        assertThat(fresh).isNotEqualTo(planted);
        assertThat(people.sessions.find(planted)).isEmpty();
        assertThat(people.session(fresh).user().email()).isEqualTo(ADA);
    }

    @Test
    void a_link_works_once_and_ends_every_other_session_and_the_old_password() {
        SecretToken before = people.chosen();
        SecretToken link = people.link();
        Password other = new Password("FAKE another horse");
        assertThat(people.links.find(link)).map(User::email).hasValue(ADA);

        SecretToken session = cookie(people.signIns.byLink(link, other, attempt()));

        assertThat(people.sessions.find(before)).isEmpty();
        assertThat(people.sessions.find(session)).isPresent();
        assertThat(people.links.find(link)).isEmpty();
        assertThat(people.signIns.byLink(link, PASSWORD, attempt()))
                .isInstanceOf(SignInOutcome.Refused.class);
        assertThat(people.signIn(PASSWORD.text())).isInstanceOf(SignInOutcome.Refused.class);
        assertThat(people.signIn(other.text())).isInstanceOf(SignInOutcome.SignedIn.class);
    }

    @Test
    void a_link_dies_with_time_with_a_newer_one_and_with_a_change_of_the_password() {
        SecretToken old = people.link();
        SecretToken newer = people.link();
        assertThat(people.links.find(old)).isEmpty();
        assertThat(people.links.find(newer)).isPresent();
        people.later(PasswordLinks.LIFE);
        assertThat(people.links.find(newer)).isEmpty();
        assertThat(people.signIns.byLink(newer, PASSWORD, attempt()))
                .isInstanceOf(SignInOutcome.Refused.class);
        assertThat(people.links.forgetExpired()).isEqualTo(1);

        SecretToken session = people.chosen();
        SecretToken third = people.link();
        change(session, PASSWORD.text());
        assertThat(people.links.find(third)).isEmpty();
    }

    @Test
    void a_change_wants_the_old_password_and_signs_out_everywhere_else() {
        SecretToken here = people.chosen();
        SecretToken there = people.signIn();

        assertThat(change(here, "FAKE wrong")).isInstanceOf(SignIns.Change.WrongPassword.class);
        assertThat(people.sessions.find(there)).isPresent();
        assertThat(change(here, PASSWORD.text())).isInstanceOf(SignIns.Change.Done.class);
        assertThat(people.sessions.find(there)).isEmpty();
        assertThat(people.sessions.find(here)).isPresent();
        assertThat(people.signIn(PASSWORD.text())).isInstanceOf(SignInOutcome.Refused.class);
    }

    private SignIns.Change change(SecretToken session, String current) {
        return people.signIns.change(
                people.session(session),
                new Password(current),
                new Password("FAKE a third horse"),
                PeopleOnAClock.BROWSER.address(),
                "req_test");
    }

    @Test
    void neither_password_nor_token_is_stored() {
        SecretToken session = people.chosen();
        SecretToken link = people.link();

        String rows =
                people.jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT coalesce(string_agg(row, ' '), '')
                                          FROM (SELECT u::text AS row FROM console_user u
                                                UNION ALL SELECT l::text FROM console_link l
                                                UNION ALL SELECT s::text FROM console_session s
                                                UNION ALL SELECT a::text FROM audit_event a) AS rows
                                        """)
                                .mapTo(String.class)
                                .one());

        assertThat(rows)
                .contains("$argon2id$", "user.link_made")
                .doesNotContain(PASSWORD.text(), session.text(), link.text());
    }
}
