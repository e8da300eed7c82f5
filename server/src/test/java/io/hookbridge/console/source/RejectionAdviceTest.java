package io.hookbridge.console.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.receive.Rejection;
import io.hookbridge.inbound.receive.RejectionReason;
import io.hookbridge.inbound.verify.scheme.Flaw;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.UUID;

@Tag("unit")
class RejectionAdviceTest {

    private static RejectionAdvice of(RejectionReason reason, @Nullable String detail) {
        return of(reason, detail, Phrases.ENGLISH);
    }

    private static RejectionAdvice of(
            RejectionReason reason, @Nullable String detail, Phrases phrases) {
        return RejectionAdvice.of(
                new Rejection(
                        new UUID(0, 1),
                        new EnvironmentId(new UUID(0, 2)),
                        new InboundEndpointId(new UUID(0, 3)),
                        reason,
                        detail,
                        Instant.EPOCH,
                        "203.0.113.7",
                        null,
                        1),
                phrases);
    }

    @Test
    void a_flaw_of_a_preset_has_its_own_remedy() {
        RejectionAdvice advice =
                of(
                        RejectionReason.HMAC_FAILED,
                        "stale_timestamp: " + Flaw.STALE_TIMESTAMP.sentence());

        assertThat(advice.title()).isEqualTo("Signature refused");
        assertThat(advice.cause()).isEqualTo(Flaw.STALE_TIMESTAMP.sentence());
        assertThat(advice.remedy()).startsWith("Check the clock");
    }

    @Test
    void what_own_checks_say_becomes_a_sentence() {
        assertThat(of(RejectionReason.HMAC_FAILED, "there is no signature").cause())
                .isEqualTo("There is no signature.");
        assertThat(
                        of(
                                        RejectionReason.UNDECIDED,
                                        "provider_unreachable: The provider's keys cannot be"
                                                + " fetched at the moment.")
                                .cause())
                .isEqualTo("The provider's keys cannot be fetched at the moment.");
    }

    @Test
    void every_refusal_says_what_to_do() {
        for (RejectionReason reason : RejectionReason.values()) {
            assertThat(of(reason, null).remedy().isEmpty())
                    .as(reason.name())
                    .isEqualTo(reason == RejectionReason.HANDSHAKE_ANSWERED);
        }
        for (Flaw flaw : Flaw.values()) {
            assertThat(of(RejectionReason.HMAC_FAILED, flaw.code() + ": x").remedy())
                    .as(flaw.name())
                    .endsWith(".");
        }
    }

    @Test
    void in_german_the_cause_is_told_by_its_code() {
        Phrases german = Phrases.in(Language.GERMAN);

        for (Flaw flaw : Flaw.values()) {
            assertThat(of(RejectionReason.HMAC_FAILED, flaw.code() + ": x", german).cause())
                    .as(flaw.name())
                    .endsWith(".")
                    .isNotEqualTo(flaw.sentence());
        }
        assertThat(of(RejectionReason.HMAC_FAILED, "there is no signature", german).cause())
                .isEqualTo("Die Anfrage war nicht mit dem Secret dieser Quelle signiert.");
    }
}
