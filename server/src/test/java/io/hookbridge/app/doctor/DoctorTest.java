package io.hookbridge.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.app.doctor.Finding.Verdict;
import io.hookbridge.net.HeldPort;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Against a real database, whose PostgreSQL keeps nothing in a crash, as tests want it. */
@Tag("database")
class DoctorTest {

    @Test
    void an_installation_is_told_apart_from_what_is_amiss_with_it() throws Exception {
        try (TestApp app = TestApp.start()) {
            assertThat(amiss(app)).containsExactly("durability");

            String partition =
                    "message_"
                            + LocalDate.now(ZoneOffset.UTC)
                                    .plusDays(5)
                                    .format(DateTimeFormatter.BASIC_ISO_DATE);
            app.jdbi()
                    .useHandle(handle -> {
                        handle.execute("DROP TABLE " + partition);
                        handle.execute(
                                "INSERT INTO ledger (environment_id, accepted, succeeded, failed, deleted)"
                                        + " SELECT id, 1, 0, 0, 0 FROM environment LIMIT 1");
                        handle.execute("UPDATE running_server SET roles = '{api,deliver,console}'");
                    });

            List<Finding> findings = look(app);
            assertThat(amiss(findings.stream()))
                    .containsExactly("durability", "servers", "partitions", "ledger");
            assertThat(findings)
                    .filteredOn(finding -> finding.about().equals("ledger"))
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.seen())
                                    .isEqualTo("1 of 1 messages are unaccounted for"));
        }
    }

    @Test
    void the_server_is_asked_at_the_address_where_its_operators_port_is() throws Exception {
        try (HeldPort port = HeldPort.open();
                TestApp app =
                        TestApp.start(
                                Map.of(
                                        "HOOKBRIDGE_ADMIN_HOST",
                                        "::1",
                                        "HOOKBRIDGE_ADMIN_PORT",
                                        Integer.toString(port.number())))) {
            assertThat(look(app))
                    .filteredOn(finding -> finding.about().equals("this server"))
                    .extracting(Finding::seen)
                    .containsExactly("the server at [::1]:%d is ready".formatted(port.number()));
        }
    }

    private static Stream<String> amiss(TestApp app) throws InterruptedException {
        return amiss(look(app).stream());
    }

    private static Stream<String> amiss(Stream<Finding> findings) {
        return findings.filter(finding -> finding.verdict() != Verdict.OK).map(Finding::about);
    }

    private static List<Finding> look(TestApp app) throws InterruptedException {
        return new Doctor(app.configuration(), InstantSource.system()).look();
    }
}
