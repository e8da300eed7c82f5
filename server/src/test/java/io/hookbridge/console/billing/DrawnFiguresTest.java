package io.hookbridge.console.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.subscription.BillingOverview;
import io.hookbridge.billing.usage.UsageMonth;
import io.hookbridge.console.frame.Scale;
import io.hookbridge.http.page.Phrases;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** The numbers behind bar, chart and amounts. */
@Tag("unit")
class DrawnFiguresTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant MIDDLE = Instant.parse("2026-11-16T00:00:00Z");
    private static final Instant END = Instant.parse("2026-11-30T23:59:59Z");

    @ParameterizedTest
    @CsvSource({
        "1000, 2026-11-11T00:00:00Z, 3000",
        "1000, 2026-11-16T00:00:00Z, 2000",
        "7, 2026-11-30T23:59:59Z, 7",
    })
    void a_month_is_projected_at_the_pace_it_has_had(long used, String now, long projected) {
        assertThat(Projection.of(used, Instant.parse(now), START, END)).hasValue(projected);
    }

    @Test
    void on_the_first_day_and_without_a_message_there_is_no_projection() {
        assertThat(Projection.of(500, Instant.parse("2026-11-01T23:59:59Z"), START, END)).isEmpty();
        assertThat(Projection.of(0, Instant.parse("2026-11-20T00:00:00Z"), START, END)).isEmpty();
    }

    @Test
    void the_bar_shows_what_was_used_what_is_to_come_and_the_limit_among_them() {
        UsageBar within = bar(12_500, 0);
        assertThat(within.usedTo()).isEqualTo("25.00");
        assertThat(within.projectedTo()).isEqualTo("50.00");
        assertThat(within.limitAt()).isNull();
        assertThat(within.projection()).isEqualTo("At this pace about 25,000 by 30 Nov 2026.");
        assertThat(within.over()).isFalse();

        UsageBar beyond = bar(60_000, 10_000);
        assertThat(beyond.usedTo()).isEqualTo("50.00");
        assertThat(beyond.projectedTo()).isEqualTo("100.00");
        assertThat(beyond.limitAt()).isEqualTo("41.67");
        assertThat(beyond.over()).isTrue();
        assertThat(beyond.beyond())
                .isEqualTo("10,000 beyond the limit, which comes to about 5 at 0.0005 each.");
        assertThat(UsageBar.of(overview(60_000, 10_000), false, MIDDLE, Phrases.ENGLISH).beyond())
                .isEqualTo("10,000 beyond the limit.");
    }

    private static UsageBar bar(long used, long beyond) {
        return UsageBar.of(overview(used, beyond), true, MIDDLE, Phrases.ENGLISH);
    }

    @Test
    void overage_that_was_accepted_at_another_rate_is_not_shown_at_the_rate_of_now() {
        BillingOverview mixed = overview(60_000, 10_000, new BigDecimal("8.50"));
        assertThat(UsageBar.of(mixed, true, MIDDLE, Phrases.ENGLISH).beyond())
                .isEqualTo("10,000 beyond the limit, which comes to about 8.5.");
    }

    private static BillingOverview overview(long used, long beyond) {
        return overview(used, beyond, new BigDecimal("0.0005").multiply(new BigDecimal(beyond)));
    }

    private static BillingOverview overview(long used, long beyond, BigDecimal charge) {
        return new BillingOverview(
                Plans.shipped().named("pro").orElseThrow(),
                Optional.empty(),
                YearMonth.of(2026, 11),
                used,
                beyond,
                charge,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10",
        "1, 10",
        "10, 10",
        "11, 20",
        "20, 20",
        "21, 40",
        "99, 100",
        "100, 100",
        "6102, 8000",
        "8001, 10000",
        "50000, 60000",
        "1000000000, 1000000000",
    })
    void the_upper_edge_of_the_chart_is_a_round_number_that_is_not_too_high(
            long messages, long top) {
        assertThat(Scale.above(messages)).isEqualTo(top);
    }

    @Test
    void the_chart_has_twelve_columns_and_the_table_the_months_there_are() {
        UsageChart chart =
                UsageChart.of(
                        List.of(
                                new UsageMonth(YearMonth.of(2026, 11), 60, 10, 50L),
                                new UsageMonth(YearMonth.of(2026, 10), 20, 0, 500L)),
                        Mode.LIVE,
                        Phrases.ENGLISH);

        assertThat(chart.top()).isEqualTo("60");
        assertThat(chart.columns()).hasSize(12);
        UsageChart.Column last = chart.columns().getLast();
        assertThat(last.label()).isEqualTo("Nov");
        assertThat(last.running()).isTrue();
        assertThat(last.beyondTop()).isEqualTo("0.00");
        assertThat(last.beyond()).isEqualTo("16.67");
        assertThat(last.withinTop()).isEqualTo("16.67");
        assertThat(last.within()).isEqualTo("83.33");
        assertThat(last.limitAt()).isEqualTo("16.67");
        assertThat(chart.columns().get(10).limitAt()).isNull();
        assertThat(chart.columns().getFirst().within()).isEqualTo("0.00");
        assertThat(chart.columns().getFirst().label()).isEqualTo("Dec");
        assertThat(chart.rows()).hasSize(2);
        assertThat(chart.summary()).contains("The most were 60 in November 2026");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 | usd | $10.00",
                "-5 | eur | -€0.05",
                "500 | jpy | ¥500",
                "12345678 | usd | $123,456.78",
                "12345 | kwd | KWD12.345",
                "5000 | mga | MGA5,000",
                "500 | isk | ISK5",
                "500 | ugx | UGX5",
                "550 | isk | ISK5.50",
                "500 | huf | HUF5.00",
                "500 | twd | NT$5.00",
                "500 | iqd | IQD5.00",
                "7 | xyz | 0.07 XYZ",
            })
    void amounts_read_as_people_write_them(long amount, String currency, String text) {
        assertThat(Money.of(amount, currency, Phrases.ENGLISH)).isEqualTo(text);
    }
}
