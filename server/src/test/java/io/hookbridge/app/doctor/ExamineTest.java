package io.hookbridge.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.config.Role;
import io.hookbridge.app.doctor.Finding.Verdict;
import io.hookbridge.bucket.BucketTrouble;
import io.hookbridge.db.SchemaFound;
import io.hookbridge.insight.metric.Figures;
import io.hookbridge.message.cold.ColdFacts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@Tag("unit")
class ExamineTest {

    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    @Test
    void a_database_as_it_should_be_has_nothing_to_mend() {
        assertThat(Examine.database(facts(180_006, DURABLE, false, 97, Duration.ZERO, true), 32, 2))
                .extracting(Finding::verdict)
                .containsOnly(Verdict.OK);
    }

    @Test
    void cold_storage_is_told_of_where_there_is_some() {
        assertThat(Examine.cold(new ColdFacts(false, 0, 0, Optional.empty()))).isEmpty();
        assertThat(Examine.cold(new ColdFacts(true, 1_500, 3_000_000, Optional.empty())))
                .containsExactly(
                        Finding.ok(
                                "cold storage",
                                "1,500 payloads (3 MB) lie in the bucket, which can be read"));
        assertThat(
                        Examine.cold(
                                new ColdFacts(
                                        false, 1, 0, Optional.of(BucketTrouble.NOT_CONFIGURED))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
                    assertThat(finding.remedy()).contains("HOOKBRIDGE_COLD_BUCKET");
                });
    }

    @Test
    void what_breaks_a_promise_is_a_problem() {
        List<Finding> findings =
                Examine.database(
                        facts(
                                140_012,
                                Map.of("fsync", "off", "synchronous_commit", "remote_apply"),
                                true,
                                97,
                                Duration.ofMinutes(-2),
                                true),
                        10,
                        1);

        assertThat(findings.stream().filter(finding -> finding.verdict() == Verdict.PROBLEM))
                .extracting(Finding::about)
                .containsExactly("version", "writes", "durability", "clock");
        assertThat(findings.stream().filter(finding -> finding.verdict() == Verdict.PROBLEM))
                .allSatisfy(finding -> assertThat(finding.remedy()).isNotEmpty());
        assertThat(findings.getFirst().seen()).isEqualTo("PostgreSQL 14.12 is older than 15");
    }

    @Test
    void what_will_not_last_is_a_warning() {
        assertThat(
                        Examine.database(
                                        facts(
                                                160_000,
                                                DURABLE,
                                                false,
                                                97,
                                                Duration.ofSeconds(3),
                                                false),
                                        32,
                                        3)
                                .stream()
                                .filter(finding -> finding.verdict() == Verdict.WARNING))
                .extracting(Finding::about)
                .containsExactly("connections", "notifications", "clock");
    }

    @Test
    void a_pooler_that_parts_statements_from_where_they_were_prepared_is_a_problem() {
        var facts = new DatabaseFacts(180_006, DURABLE, false, 97, Duration.ZERO, true, false);

        assertThat(Examine.database(facts, 16, 1))
                .filteredOn(finding -> finding.about().equals("pooler"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
                    assertThat(finding.remedy()).contains("prepareThreshold=0");
                });
    }

    @Test
    void a_role_is_missed_unless_it_is_only_needed_by_some() {
        assertThat(Examine.roles(EnumSet.complementOf(EnumSet.of(Role.RECEIVE))).verdict())
                .isEqualTo(Verdict.OK);
        assertThat(Examine.roles(EnumSet.of(Role.API, Role.CONSOLE)).seen())
                .isEqualTo("no running server has the role deliver, jobs");
        assertThat(Examine.roles(Set.of()).seen()).isEqualTo("no server runs on this database");
    }

    @Test
    void a_schema_of_another_version_is_told_apart_from_one_to_be_migrated() {
        assertThat(Examine.schema(new SchemaFound.Usable(true)).verdict()).isEqualTo(Verdict.OK);
        assertThat(Examine.schema(new SchemaFound.Usable(false)).verdict())
                .isEqualTo(Verdict.WARNING);
        assertThat(Examine.schema(new SchemaFound.Foreign()).verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(Examine.schema(new SchemaFound.Ahead("9")).verdict()).isEqualTo(Verdict.WARNING);
        assertThat(Examine.schema(new SchemaFound.Newer("9", 5)).seen()).contains("9", "5");
    }

    @Test
    void partitions_reach_as_far_as_payloads_are_kept() {
        assertThat(Examine.partitions(30, 30, false))
                .extracting(Finding::verdict)
                .containsExactly(Verdict.OK);
        assertThat(Examine.partitions(29, 30, true))
                .extracting(Finding::verdict)
                .containsExactly(Verdict.WARNING, Verdict.WARNING);
    }

    @Test
    void a_message_that_is_unaccounted_for_is_a_problem_whichever_way() {
        assertThat(Examine.ledger(new Figures(10, 5, 2, 1, 2)).verdict()).isEqualTo(Verdict.OK);
        assertThat(Examine.ledger(new Figures(10, 5, 2, 1, 1)).verdict())
                .isEqualTo(Verdict.PROBLEM);
        assertThat(Examine.ledger(new Figures(10, 5, 2, 1, 3)).verdict())
                .isEqualTo(Verdict.PROBLEM);
    }

    private static DatabaseFacts facts(
            int version,
            Map<String, String> durability,
            boolean readOnly,
            int allowed,
            Duration ahead,
            boolean notifies) {
        return new DatabaseFacts(version, durability, readOnly, allowed, ahead, false, notifies);
    }
}
