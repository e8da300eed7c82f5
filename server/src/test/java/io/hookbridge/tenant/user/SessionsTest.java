package io.hookbridge.tenant.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.base.SecretToken;
import io.hookbridge.tenant.project.Project;
import io.hookbridge.tenant.project.ProjectCreation;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

@Tag("database")
class SessionsTest {

    @AutoClose private final PeopleOnAClock people = new PeopleOnAClock();

    @Test
    void a_session_lives_for_twelve_hours_from_its_last_use() {
        SecretToken cookie = people.chosen();

        people.later(Duration.ofHours(11));
        assertThat(people.sessions.find(cookie)).isPresent();
        people.later(Duration.ofHours(11));
        assertThat(people.sessions.find(cookie)).isPresent();
        people.later(Sessions.IDLE);
        assertThat(people.sessions.find(cookie)).isEmpty();
    }

    @Test
    void a_session_ends_thirty_days_after_its_start_however_much_it_is_used() {
        SecretToken cookie = people.chosen();

        for (int days = 0; days < 59; days++) {
            people.later(Duration.ofHours(12).minusSeconds(1));
            assertThat(people.sessions.find(cookie)).isPresent();
        }
        people.later(Duration.ofHours(11));
        assertThat(people.sessions.find(cookie)).isPresent();
        people.later(Duration.ofHours(2));
        assertThat(people.sessions.find(cookie)).isEmpty();
        assertThat(people.sessions.forgetEnded()).isEqualTo(1);
    }

    @Test
    void a_use_is_written_down_at_most_once_a_minute() {
        SecretToken cookie = people.chosen();
        Instant start = people.clock.instant();

        people.later(Duration.ofSeconds(59));
        people.session(cookie);
        assertThat(people.session(cookie).lastSeenAt()).isEqualTo(start);
        people.later(Duration.ofSeconds(1));
        people.session(cookie);
        assertThat(people.session(cookie).lastSeenAt()).isEqualTo(start.plusSeconds(60));
    }

    @Test
    void a_person_sees_and_ends_the_own_sessions_and_no_others() {
        SecretToken first = people.chosen();
        SecretToken second = people.signIn();
        Session ada = people.session(first);
        User bob =
                people.users
                        .create(
                                people.tenant,
                                new EmailAddress("bob@example.com"),
                                UserRole.MEMBER,
                                PeopleOnAClock.OPERATOR,
                                null)
                        .orElseThrow();
        SecretToken link =
                people.links
                        .make(bob, PasswordLinks.LIFE, PeopleOnAClock.OPERATOR, null)
                        .orElseThrow()
                        .token();
        SecretToken bobs =
                PeopleOnAClock.cookie(
                        people.signIns.byLink(
                                link, PeopleOnAClock.PASSWORD, PeopleOnAClock.attempt()));

        assertThat(people.sessions.list(ada))
                .hasSize(2)
                .allMatch(each -> each.user().email().equals(PeopleOnAClock.ADA));
        assertThat(
                        people.sessions.end(
                                ada,
                                people.session(bobs).id(),
                                PeopleOnAClock.BROWSER.address(),
                                "req_test"))
                .isFalse();
        assertThat(people.sessions.find(bobs)).isPresent();
        assertThat(
                        people.sessions.end(
                                ada,
                                people.session(second).id(),
                                PeopleOnAClock.BROWSER.address(),
                                "req_test"))
                .isTrue();
        assertThat(people.sessions.find(second)).isEmpty();
        people.signIn();
        assertThat(people.sessions.endAll(ada, PeopleOnAClock.BROWSER.address(), "req_test"))
                .isEqualTo(2);
        assertThat(people.sessions.find(first)).isEmpty();
        assertThat(people.sessions.find(bobs)).isPresent();
        assertThat(people.audited()).contains("session.ended by user", "session.all_ended by user");
    }

    @Test
    void a_session_remembers_the_project_and_mode_that_it_looked_at_last() {
        assertThat(people.session(people.chosen()).selected()).isNull();
        Project project = project("Second");
        SecretToken cookie = people.signIn();

        people.sessions.select(people.session(cookie), project.id(), Mode.TEST);

        Session found = people.session(cookie);
        assertThat(found.mode()).isEqualTo(Mode.TEST);
        assertThat(found.selected()).isEqualTo(project.id());
        people.sessions.select(found, null, Mode.LIVE);
        assertThat(people.session(cookie).selected()).isNull();
    }

    private Project project(String name) {
        return ((ProjectCreation.Created)
                        people.projects.create(
                                people.tenant, name, 0, PeopleOnAClock.OPERATOR, null))
                .project();
    }

    @Test
    void what_a_browser_says_of_itself_is_kept_short_and_printable() {
        Browser browser = new Browser(PeopleOnAClock.BROWSER.address(), "x\u0000\n<é>".repeat(100));

        assertThat(browser.userAgent()).hasSize(200).matches("[ -~]*");
    }
}
