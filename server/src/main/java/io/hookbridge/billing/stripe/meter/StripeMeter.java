package io.hookbridge.billing.stripe.meter;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import com.stripe.model.billing.Meter;
import com.stripe.model.billing.MeterEventSummary;
import com.stripe.net.RequestOptions;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import com.stripe.param.billing.MeterListParams;

import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.OverageReport;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.account.AccountCheck;
import io.hookbridge.billing.stripe.call.Operation;
import io.hookbridge.billing.stripe.call.Pages;
import io.hookbridge.billing.stripe.call.Remembered;
import io.hookbridge.billing.stripe.call.StripeCalls;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;
import io.hookbridge.billing.stripe.call.UnusableAnswer;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Sends usage to a meter, and reads what the meter shows. */
public final class StripeMeter {

    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final long PAGE = 100;

    private final StripeCalls calls;
    private final AccountCheck account;
    private final Remembered<Meter> meter = new Remembered<>();

    public StripeMeter(StripeCalls calls, AccountCheck account) {
        this.calls = calls;
        this.account = account;
    }

    public Asked<OverageReport> report(OverageReport report) {
        return calls.run(
                Operation.REPORT_OVERAGE,
                BUDGET,
                call -> {
                    account.require(call);
                    send(call, report);
                    return new Asked.Got<>(report);
                });
    }

    private static void send(Call call, OverageReport report) throws StripeException {
        MeterEventCreateParams params =
                MeterEventCreateParams.builder()
                        .setEventName(report.meter())
                        .setIdentifier(report.identifier())
                        .setTimestamp(report.hour().getEpochSecond())
                        .putPayload("stripe_customer_id", report.customer())
                        .putPayload("value", Long.toString(report.messages()))
                        .build();
        // Stripe repeats its first answer to a key, also a failure: each of our tries needs its
        // own.
        RequestOptions key =
                RequestOptions.builder()
                        .setIdempotencyKey(
                                "hookbridge-" + report.identifier() + "-" + report.attempt())
                        .build();
        try {
            call.stripe().v1().billing().meterEvents().create(params, key);
        } catch (InvalidRequestException refused) {
            if (!isRepetition(refused)) {
                throw refused;
            }
        }
    }

    /** Whether Stripe has the event already. */
    private static boolean isRepetition(InvalidRequestException refused) {
        StripeError error = refused.getStripeError();
        String text = error == null || error.getMessage() == null ? "" : error.getMessage();
        return "duplicate_meter_event".equals(refused.getCode())
                || text.contains("already exists with identifier");
    }

    public Asked<BigDecimal> total(OverageReport report) {
        return calls.run(
                Operation.READ_METER,
                BUDGET,
                call -> {
                    account.require(call);
                    String id = meter(call, report.meter()).getId();
                    return new Asked.Got<>(total(call, id, report));
                });
    }

    private static BigDecimal total(Call call, String meterId, OverageReport report)
            throws StripeException {
        MeterEventSummaryListParams params =
                MeterEventSummaryListParams.builder()
                        .setCustomer(report.customer())
                        .setStartTime(report.hour().getEpochSecond())
                        .setEndTime(report.hour().plus(1, ChronoUnit.HOURS).getEpochSecond())
                        .setValueGroupingWindow(
                                MeterEventSummaryListParams.ValueGroupingWindow.HOUR)
                        .build();
        return call
                .stripe()
                .v1()
                .billing()
                .meters()
                .eventSummaries()
                .list(meterId, params)
                .getData()
                .stream()
                .map(MeterEventSummary::getAggregatedValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Meter meter(Call call, String eventName) throws StripeException {
        return meter.get(
                call.deadline(),
                () -> {
                    List<Meter> all =
                            Pages.all(after -> {
                                MeterListParams.Builder page =
                                        MeterListParams.builder()
                                                .setStatus(MeterListParams.Status.ACTIVE)
                                                .setLimit(PAGE);
                                if (after != null) {
                                    page.setStartingAfter(after);
                                }
                                return call.stripe().v1().billing().meters().list(page.build());
                            });
                    return all.stream()
                            .filter(each -> eventName.equals(each.getEventName()))
                            .findFirst()
                            .orElseThrow(() ->
                                    new UnusableAnswer(
                                            Kind.REQUEST_REFUSED, "no active meter of that name"));
                });
    }
}
