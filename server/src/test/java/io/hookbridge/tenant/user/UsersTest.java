package io.hookbridge.tenant.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TenantId;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.user.Users.Change;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

@Tag("database")
class UsersTest {

    @AutoClose private final PeopleOnAClock people = new PeopleOnAClock();

    @BeforeEach
    void ada_is_not_the_only_owner() {
        choosePassword(invited("grace@example.com"));
    }

    /** An owner without a password yet. */
    private User invited(String email) {
        return people.users
                .create(
                        people.tenant,
                        new EmailAddress(email),
                        UserRole.OWNER,
                        PeopleOnAClock.OPERATOR,
                        null)
                .orElseThrow();
    }

    private void choosePassword(User user) {
        SecretToken link =
                people.links
                        .make(user, PasswordLinks.LIFE, PeopleOnAClock.OPERATOR, null)
                        .orElseThrow()
                        .token();
        var _ =
                PeopleOnAClock.cookie(
                        people.signIns.byLink(
                                link, PeopleOnAClock.PASSWORD, PeopleOnAClock.attempt()));
    }

    private Change disable() {
        return people.users.disable(ada(), false, PeopleOnAClock.OPERATOR, null);
    }

    private User ada() {
        return people.users.find(people.ada.id()).orElseThrow();
    }

    @Test
    void a_disabled_person_has_no_session_and_no_link_and_gets_neither_until_enabled() {
        SecretToken cookie = people.chosen();
        SecretToken link = people.link();

        assertThat(disable()).isEqualTo(Change.DONE);
        assertThat(people.sessions.find(cookie)).isEmpty();
        assertThat(people.links.find(link)).isEmpty();
        assertThat(people.links.make(ada(), PasswordLinks.LIFE, PeopleOnAClock.OPERATOR, null))
                .isEmpty();
        assertThat(people.signIns.byLink(link, PeopleOnAClock.PASSWORD, PeopleOnAClock.attempt()))
                .isEqualTo(new SignInOutcome.Refused());
        assertThat(disable()).isEqualTo(Change.NOTHING_TO_DO);

        people.users.enable(ada(), PeopleOnAClock.OPERATOR, null);
        assertThat(people.sessions.find(cookie)).isEmpty();
        assertThat(people.sessions.find(people.signIn())).isPresent();
        assertThat(people.audited())
                .contains("user.disabled by operator", "user.enabled by operator");
    }

    @Test
    void only_who_knows_the_password_is_told_of_being_kept_out() {
        people.chosen();
        disable();

        assertThat(people.signIn("FAKE wrong password")).isEqualTo(new SignInOutcome.Refused());
        assertThat(people.signIn(PeopleOnAClock.PASSWORD.text()))
                .isEqualTo(new SignInOutcome.Barred(User.Standing.DISABLED));
    }

    @Test
    void nobody_of_a_suspended_tenant_is_let_in_and_a_link_is_not_used_up() {
        SecretToken cookie = people.chosen();
        SecretToken link = people.link();
        Tenants tenants = new Tenants(people.jdbi, people.ids, people.clock);
        tenants.suspend(people.tenant, null, PeopleOnAClock.OPERATOR, null);

        SignInOutcome barred = new SignInOutcome.Barred(User.Standing.TENANT_INACTIVE);
        assertThat(people.session(cookie).user().standing())
                .isEqualTo(User.Standing.TENANT_INACTIVE);
        assertThat(people.signIn(PeopleOnAClock.PASSWORD.text())).isEqualTo(barred);
        assertThat(people.signIns.byLink(link, PeopleOnAClock.PASSWORD, PeopleOnAClock.attempt()))
                .isEqualTo(barred);

        tenants.resume(people.tenant, PeopleOnAClock.OPERATOR, null);
        assertThat(people.session(cookie).user().standing()).isEqualTo(User.Standing.GOOD);
        assertThat(people.signIns.byLink(link, PeopleOnAClock.PASSWORD, PeopleOnAClock.attempt()))
                .isInstanceOf(SignInOutcome.SignedIn.class);
    }

    @Test
    void what_is_left_of_a_removed_person_is_an_id_in_the_audit() {
        SecretToken cookie = people.chosen();
        SecretToken link = people.link();

        assertThat(people.users.remove(ada(), false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.DONE);
        assertThat(people.sessions.find(cookie)).isEmpty();
        assertThat(people.links.find(link)).isEmpty();
        assertThat(people.users.find(PeopleOnAClock.ADA)).isEmpty();
        assertThat(people.audited()).contains("user.signed_in by user", "user.removed by operator");
        assertThat(everyRow())
                .noneMatch(row -> row.toLowerCase(Locale.ROOT).contains("ada@example.com"));
    }

    /** Of the tables that know people. */
    private List<String> everyRow() {
        return people.jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT to_jsonb(u)::text FROM console_user u
                                 UNION ALL SELECT to_jsonb(l)::text FROM console_link l
                                 UNION ALL SELECT to_jsonb(s)::text FROM console_session s
                                 UNION ALL SELECT to_jsonb(a)::text FROM audit_event a
                                """)
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void another_role_holds_in_the_sessions_that_there_are() {
        SecretToken cookie = people.chosen();

        people.users.setRole(ada(), UserRole.MEMBER, false, PeopleOnAClock.OPERATOR, null);

        assertThat(people.session(cookie).user().role()).isEqualTo(UserRole.MEMBER);
    }

    @Test
    void the_last_owner_who_can_sign_in_stays_unless_that_is_wanted() {
        User grace = people.users.find(new EmailAddress("grace@example.com")).orElseThrow();
        assertThat(disable()).isEqualTo(Change.DONE);

        assertThat(people.users.disable(grace, false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.LAST_OWNER);
        assertThat(people.users.remove(grace, false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.LAST_OWNER);
        assertThat(
                        people.users.setRole(
                                grace, UserRole.MEMBER, false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.LAST_OWNER);
        // One who is kept out already takes nothing away.
        assertThat(people.users.remove(ada(), false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.DONE);
        assertThat(people.users.remove(grace, true, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.DONE);
    }

    @Test
    void who_the_last_owner_is_counts_when_it_changes_and_not_when_the_person_was_read() {
        User member =
                people.users
                        .create(
                                people.tenant,
                                new EmailAddress("mary@example.com"),
                                UserRole.MEMBER,
                                PeopleOnAClock.OPERATOR,
                                null)
                        .orElseThrow();
        choosePassword(member);
        people.chosen();
        User grace = people.users.find(new EmailAddress("grace@example.com")).orElseThrow();
        people.users.setRole(member, UserRole.OWNER, false, PeopleOnAClock.OPERATOR, null);
        people.users.remove(grace, false, PeopleOnAClock.OPERATOR, null);
        people.users.setRole(ada(), UserRole.MEMBER, false, PeopleOnAClock.OPERATOR, null);

        assertThat(people.users.disable(member, false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.LAST_OWNER);
    }

    @Test
    void an_owner_who_was_only_invited_does_not_make_the_only_one_who_can_sign_in_dispensable() {
        people.chosen();
        User grace = people.users.find(new EmailAddress("grace@example.com")).orElseThrow();
        assertThat(people.users.remove(grace, false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.DONE);
        User mary = invited("mary@example.com");

        assertThat(
                        people.users.setRole(
                                ada(), UserRole.MEMBER, false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.LAST_OWNER);
        assertThat(people.users.remove(ada(), false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.LAST_OWNER);
        assertThat(people.users.remove(mary, false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.DONE);
    }

    @Test
    void nobody_becomes_an_operator_by_what_was_made_before_the_person_did() {
        SecretToken cookie = people.chosen();
        SecretToken link = people.link();
        User before = ada();

        people.users.setOperator(before, true, PeopleOnAClock.OPERATOR);

        assertThat(people.sessions.find(cookie)).isEmpty();
        assertThat(people.links.find(link)).isEmpty();
        assertThat(people.links.make(before, PasswordLinks.LIFE, PeopleOnAClock.OPERATOR, null))
                .isEmpty();
        assertThat(people.links.make(ada(), PasswordLinks.LIFE, PeopleOnAClock.OPERATOR, null))
                .isPresent();
        assertThat(people.signIn(PeopleOnAClock.PASSWORD.text()))
                .isInstanceOf(SignInOutcome.SignedIn.class);
    }

    private TenantId other() {
        return new Tenants(people.jdbi, people.ids, people.clock)
                .create("Other", PeopleOnAClock.OPERATOR)
                .id();
    }

    private Optional<User> invitedBy(TenantId tenant, String email) {
        return people.users.create(
                tenant, new EmailAddress(email), UserRole.MEMBER, PeopleOnAClock.OPERATOR, null);
    }

    @Test
    void an_invitation_that_ended_unused_keeps_no_address_from_another_tenant() {
        TenantId other = other();
        User victim = invited("victim@example.com");
        var _ =
                people.links
                        .make(victim, PasswordLinks.FIRST_LIFE, PeopleOnAClock.OPERATOR, null)
                        .orElseThrow();
        people.later(Duration.ofHours(23));
        assertThat(invitedBy(other, "Victim@example.com")).as("the link still works").isEmpty();

        people.later(Duration.ofHours(1));
        assertThat(invitedBy(people.tenant, "victim@example.com"))
                .as("it is there already, to be given another link")
                .isEmpty();
        User moved = invitedBy(other, "Victim@example.com").orElseThrow();

        assertThat(moved.tenant()).isEqualTo(other);
        assertThat(people.users.find(victim.id())).isEmpty();
        assertThat(people.audited()).contains("user.removed by system");
    }

    @Test
    void nobody_makes_way_who_came_or_looks_after_things_or_was_given_another_link() {
        TenantId other = other();
        people.chosen();
        User operator = invited("operator@example.com");
        people.users.setOperator(operator, true, PeopleOnAClock.OPERATOR);
        User again = invited("again@example.com");
        User kept = invited("kept@example.com");
        people.users.disable(kept, false, PeopleOnAClock.OPERATOR, null);
        User first = invitedBy(other, "first@example.com").orElseThrow();
        people.users.setRole(first, UserRole.OWNER, false, PeopleOnAClock.OPERATOR, null);
        people.later(Duration.ofDays(9));
        var _ =
                people.links
                        .make(again, PasswordLinks.FIRST_LIFE, PeopleOnAClock.OPERATOR, null)
                        .orElseThrow();

        for (String email : List.of("ada", "grace", "operator", "again", "kept")) {
            assertThat(invitedBy(other, email + "@example.com")).as(email).isEmpty();
        }
        assertThat(invitedBy(people.tenant, "first@example.com")).as("the only owner").isEmpty();
    }

    @Test
    void owners_of_another_tenant_are_no_help() {
        TenantId other = other();
        User lonely =
                people.users
                        .create(
                                other,
                                new EmailAddress("eve@example.com"),
                                UserRole.OWNER,
                                PeopleOnAClock.OPERATOR,
                                null)
                        .orElseThrow();

        assertThat(people.users.disable(lonely, false, PeopleOnAClock.OPERATOR, null))
                .isEqualTo(Change.LAST_OWNER);
    }
}
