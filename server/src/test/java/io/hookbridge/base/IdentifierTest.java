package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.UUID;

@Tag("unit")
class IdentifierTest {

    private static final UUID VALUE = UUID.fromString("01935abc-def0-7123-8567-890abcdef012");

    @Test
    void an_id_reads_back_from_its_own_text() {
        assertThat(new TenantId(VALUE)).hasToString("tenant_01935abcdef071238567890abcdef012");
        assertThat(TenantId.parse("tenant_01935abcdef071238567890abcdef012"))
                .contains(new TenantId(VALUE));
        assertThat(ApiKeyId.parse(new ApiKeyId(VALUE).toString())).contains(new ApiKeyId(VALUE));
        assertThat(ProjectId.parse(new ProjectId(VALUE).toString())).contains(new ProjectId(VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tenant_",
                "key_01935abcdef071238567890abcdef012",
                "tenant_01935abcdef071238567890abcdef01",
                "tenant_01935abcdef071238567890abcdef0123",
                "tenant_01935ABCDEF071238567890ABCDEF012",
                "tenant_01935abcdef071238567890abcdef01g",
                "tenant_01935abc-def0-7123-8567-890abcdef0"
            })
    void anything_else_is_no_tenant_id(String text) {
        assertThat(TenantId.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-2-3-4-5",
                "01935abcdef071238567890abcdef012",
                "zzzzzzzz-def0-7123-8567-890abcdef012"
            })
    void anything_but_the_canonical_form_is_no_project_id(String text) {
        assertThat(ProjectId.parse(text)).isEmpty();
    }

    @Test
    void timestamps_have_no_or_three_fraction_digits() {
        assertThat(Json.timestamp(Instant.parse("2026-11-22T10:00:00Z")))
                .isEqualTo("2026-11-22T10:00:00Z");
        assertThat(Json.timestamp(Instant.parse("2026-11-22T10:00:00.123456789Z")))
                .isEqualTo("2026-11-22T10:00:00.123Z");
    }
}
