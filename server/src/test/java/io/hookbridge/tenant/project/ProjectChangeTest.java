package io.hookbridge.tenant.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.tenant.audit.AuditEvent;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@Tag("unit")
class ProjectChangeTest {

    private static final RetryChoice ONCE =
            new RetryChoice(List.of(Duration.ofSeconds(30)), null, null, null);

    private static Project project(String name, int rate, RetryChoice retries) {
        UUID id = new UUID(0, 1);
        return new Project(
                new ProjectId(id),
                new TenantId(id),
                new EnvironmentId(id),
                name,
                Project.Status.ACTIVE,
                rate,
                retries,
                Instant.EPOCH);
    }

    @Test
    void what_was_and_what_is_are_told_of_everything_that_is_different() {
        assertThat(
                        ProjectChange.between(
                                project("Default", 1000, RetryChoice.NONE),
                                project("Shop", 77, ONCE)))
                .isEqualTo(
                        "name: Default → Shop; rate_limit_default: 1000 → 77;"
                                + " retry_policy: none → {\"delays_seconds\":[30]}");
        assertThat(
                        ProjectChange.between(
                                project("Shop", 77, ONCE), project("Shop", 77, RetryChoice.NONE)))
                .isEqualTo("retry_policy: {\"delays_seconds\":[30]} → none");
    }

    @Test
    void nothing_is_told_of_what_stays_as_it_is() {
        Project same = project("Shop", 77, ONCE);

        assertThat(ProjectChange.between(same, same)).isNull();
    }

    @Test
    void long_names_are_cut() {
        String told =
                ProjectChange.between(
                        project("a".repeat(255), 1, RetryChoice.NONE),
                        project("b".repeat(255), 1, RetryChoice.NONE));

        assertThat(told)
                .startsWith("name: aaa")
                .endsWith("b…")
                .hasSizeLessThan(AuditEvent.MAX_DETAIL);
    }
}
