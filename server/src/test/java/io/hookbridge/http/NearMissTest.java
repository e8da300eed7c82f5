package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

@Tag("unit")
class NearMissTest {

    private static final List<String> KNOWN =
            List.of("endpoint_id", "idempotency_key", "status", "dry_run", "mode", "limit");

    @ParameterizedTest
    @CsvSource({
        "endpointId,endpoint_id",
        "EndpointID,endpoint_id",
        "endpoint-id,endpoint_id",
        "endpointid,endpoint_id",
        "ENDPOINT_ID,endpoint_id",
        "idempotencyKey,idempotency_key",
        "idempotence_key,idempotency_key",
        "idempotncy_key,idempotency_key",
        "idempottency_key,idempotency_key",
        "idepmotency_key,idempotency_key",
        "status[],status",
        "dryRun,dry_run",
        "dry_rum,dry_run",
        "Mode,mode",
        "limits,limit",
        "imit,limit",
        "limitt,limit",
        "lmiit,limit"
    })
    void another_spelling_and_one_slip_are_recognised(String given, String meant) {
        assertThat(NearMiss.of(given, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_",
                "endpoint",
                "event_type",
                "code",
                "node",
                "model",
                "mod",
                "metadata",
                "state",
                "tags",
                "limit_rps",
                "rate_limit",
                "idempotent_key",
                "möde",
                "timing"
            })
    void another_name_is_no_near_miss(String given) {
        assertThat(NearMiss.of(given, KNOWN)).isEmpty();
    }
}
