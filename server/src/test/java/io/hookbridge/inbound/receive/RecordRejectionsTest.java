package io.hookbridge.inbound.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Uuid7;
import io.hookbridge.inbound.endpoint.InboundChecks;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.net.Header;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

@Tag("unit")
class RecordRejectionsTest {

    private static final Instant MINUTE = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant NEXT = MINUTE.plus(Duration.ofMinutes(1));

    private final List<Rejection> written = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InboundGate gate = TestGate.make();

    private RecordRejections recording(Predicate<List<Rejection>> fails, String state) {
        return new RecordRejections(
                rejections -> {
                    if (fails.test(rejections)) {
                        throw new IllegalStateException(new SQLException("no", state));
                    }
                    written.addAll(rejections);
                },
                new Uuid7(Instant::now),
                meters);
    }

    private RecordRejections recording() {
        return recording(_ -> false, "");
    }

    private static RejectedRequest rejected(
            InboundGate gate, RejectionReason reason, Header... headers) {
        return new RejectedRequest(
                gate, reason, "why", MINUTE.plusSeconds(1), "192.0.2.1", List.of(headers), null);
    }

    private void note(RecordRejections rejections, RejectionReason reason, int times) {
        for (int i = 0; i < times; i++) {
            rejections.note(rejected(gate, reason));
        }
    }

    private long rowsOf(RejectionReason reason) {
        return written.stream().filter(it -> it.reason() == reason).count();
    }

    private int requestsOf(RejectionReason reason) {
        return written.stream()
                .filter(it -> it.reason() == reason)
                .mapToInt(Rejection::requests)
                .sum();
    }

    @Test
    void a_reason_that_comes_often_hides_no_other() {
        RecordRejections rejections = recording();
        note(rejections, RejectionReason.INVALID_SECRET, 1_000);
        note(rejections, RejectionReason.HMAC_FAILED, 12);
        note(rejections, RejectionReason.IP_NOT_ALLOWED, 1);

        rejections.step(NEXT);

        assertThat(rowsOf(RejectionReason.INVALID_SECRET))
                .isEqualTo(RecordRejections.MOST_OF_REASON + 1);
        assertThat(requestsOf(RejectionReason.INVALID_SECRET)).isEqualTo(1_000);
        assertThat(rowsOf(RejectionReason.HMAC_FAILED))
                .isEqualTo(RecordRejections.MOST_OF_REASON + 1);
        assertThat(requestsOf(RejectionReason.HMAC_FAILED)).isEqualTo(12);
        assertThat(written)
                .filteredOn(it -> it.reason() == RejectionReason.IP_NOT_ALLOWED)
                .singleElement()
                .satisfies(it -> assertThat(it.detail()).isEqualTo("why"));
    }

    @Test
    void an_endpoint_has_so_many_rows_in_all_and_the_first_of_each_reason_among_them() {
        RecordRejections rejections = recording();
        List<RejectionReason> reasons =
                List.of(
                        RejectionReason.INVALID_SECRET,
                        RejectionReason.HMAC_FAILED,
                        RejectionReason.IP_NOT_ALLOWED,
                        RejectionReason.STATIC_TOKEN_FAILED,
                        RejectionReason.INVALID_METHOD);
        reasons.forEach(reason -> note(rejections, reason, 100));

        rejections.step(MINUTE.plusSeconds(2));

        assertThat(written).hasSize(RecordRejections.MOST_OF_ENDPOINT + 4);
        assertThat(rowsOf(RejectionReason.STATIC_TOKEN_FAILED))
                .isEqualTo(RecordRejections.FIRST_OF_REASON);
        assertThat(rowsOf(RejectionReason.INVALID_METHOD))
                .isEqualTo(RecordRejections.FIRST_OF_REASON);
        rejections.step(NEXT);
        reasons.forEach(reason -> assertThat(requestsOf(reason)).isEqualTo(100));
    }

    @Test
    void what_cannot_be_written_now_is_written_later_and_once() {
        List<Boolean> away = new ArrayList<>(List.of(true));
        RecordRejections rejections = recording(_ -> !away.isEmpty(), "08006");
        note(rejections, RejectionReason.HMAC_FAILED, 3);

        assertThatThrownBy(() -> rejections.step(MINUTE.plusSeconds(2)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(written).isEmpty();
        away.clear();
        note(rejections, RejectionReason.HMAC_FAILED, 1);
        rejections.step(MINUTE.plusSeconds(3));
        rejections.step(NEXT);

        assertThat(written).hasSize(4);
        assertThat(written.stream().map(Rejection::id)).doesNotHaveDuplicates();
        assertThat(lost()).isZero();
    }

    @Test
    void one_that_the_database_refuses_is_in_the_way_of_no_other() {
        RecordRejections rejections =
                recording(
                        many -> many.stream().anyMatch(it -> it.source().equals("refused")),
                        "22021");
        note(rejections, RejectionReason.HMAC_FAILED, 2);
        rejections.note(
                new RejectedRequest(
                        gate,
                        RejectionReason.IP_NOT_ALLOWED,
                        null,
                        MINUTE.plusSeconds(1),
                        "refused",
                        List.of(),
                        null));
        note(rejections, RejectionReason.INVALID_SECRET, 2);

        rejections.step(NEXT);

        assertThat(written).hasSize(4);
        assertThat(lost()).isEqualTo(1);
    }

    @Test
    void whoever_sends_long_heads_to_many_endpoints_is_counted_and_fills_no_memory() {
        RecordRejections rejections = recording();
        Header longest = new Header("X-Long", "x".repeat(60_000));
        for (int i = 0; i < 400; i++) {
            rejections.note(rejected(TestGate.make(), RejectionReason.INVALID_SECRET, longest));
        }

        rejections.step(NEXT);

        assertThat(written).hasSize(400);
        // Eight MiB of heads.
        assertThat(written.stream().filter(it -> it.headers() != null).count()).isEqualTo(139);
    }

    @Test
    void the_token_of_the_address_is_masked_in_what_is_shown() {
        RecordRejections rejections = recording();
        rejections.note(
                rejected(
                        gate,
                        RejectionReason.HMAC_FAILED,
                        new Header("X-Original-URI", "/v1/webhooks/receive/x/" + TestGate.TOKEN)));

        rejections.step(NEXT);

        assertThat(written.getFirst().headers())
                .contains("X-Original-URI")
                .doesNotContain(TestGate.TOKEN);
    }

    @Test
    void what_proves_a_sender_is_in_no_line_of_the_log() {
        Header secret = new Header("X-Tok", "FAKE-token");
        InboundChecks checks =
                new InboundChecks(
                        false,
                        null,
                        null,
                        null,
                        true,
                        "X-Sig",
                        List.of("FAKE-secret"),
                        null,
                        300,
                        false,
                        false,
                        List.of(),
                        null,
                        "FAKE-verify",
                        null);

        assertThat(rejected(gate, RejectionReason.HMAC_FAILED, secret) + " " + checks + " " + gate)
                .doesNotContain("FAKE", TestGate.TOKEN);
    }

    private double lost() {
        return meters.counter("hookbridge.inbound.rejections.lost").count();
    }
}
