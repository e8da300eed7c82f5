package io.hookbridge.billing.stripe;

import static io.hookbridge.billing.Answers.answer;
import static io.hookbridge.billing.Answers.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.Invoice;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.InvoiceOutcome.Listed;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.stripedouble.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

@Tag("unit")
class InvoiceListTest {

    private final Trial trial = Buyer.begin();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void an_invoice_is_read_field_by_field() {
        trial.stripe.test().addInvoice("in_FAKE1", Buyer.ID, "paid", 4_900);

        Invoice invoice = list(12).invoices().getFirst();

        Instant created = invoice.created();
        assertThat(invoice)
                .isEqualTo(
                        new Invoice(
                                "in_FAKE1",
                                "paid",
                                4_900,
                                4_900,
                                "usd",
                                created,
                                created.plus(Duration.ofDays(30)),
                                created,
                                "https://pay.stripe.com/i/acct_FAKE/in_FAKE1/pdf",
                                "https://invoice.stripe.com/i/acct_FAKE/in_FAKE1",
                                java.util.List.of(new Invoice.Line("1 × pro_monthly", 4_900, 1))));
        assertThat(invoice.toString()).doesNotContain("https");
    }

    @Test
    void what_stripe_leaves_out_is_absent_empty_or_one() {
        trial.stripe.test().addInvoice("in_FAKE1", Buyer.ID, "draft", 100);
        trial.stripe
                .test()
                .changeInvoice(
                        "in_FAKE1",
                        json -> {
                            var line =
                                    (tools.jackson.databind.node.ObjectNode)
                                            json.at("/lines/data/0");
                            line.putNull("description");
                            line.putNull("quantity");
                            json.put("hosted_invoice_url", "javascript:alert(1)");
                        });

        Invoice invoice = list(12).invoices().getFirst();

        assertThat(invoice.invoicePdf()).isNull();
        assertThat(invoice.hostedInvoiceUrl()).isNull();
        assertThat(invoice.lines()).containsExactly(new Invoice.Line("", 100, 1));
    }

    @Test
    void the_period_is_that_of_the_plans_line_and_not_the_one_that_an_invoice_looks_back_on() {
        trial.stripe.test().addInvoice("in_FAKE1", Buyer.ID, "paid", 4_900);
        Instant created = list(1).invoices().getFirst().created();
        long now = created.getEpochSecond();
        lines(
                // The month before: usage, and a change of plan. Stripe lists changes first.
                line(now - 86_400, now, 700, true),
                line(now - 2_592_000, now, 300, false),
                line(now, now + 2_592_000, 4_900, false));

        assertThat(period()).containsExactly(now, now + 2_592_000);

        lines(line(now, now + 86_400, -500, true), line(now, now + 86_400, 900, true));
        assertThat(period()).containsExactly(now, now + 86_400);

        lines(line(now - 2_592_000, now, 300, false));
        assertThat(period()).containsExactly(now - 2_592_000, now);
    }

    @Test
    void the_plans_line_is_found_beyond_the_ten_that_stripe_puts_into_an_invoice() {
        trial.stripe.test().addInvoice("in_FAKE1", Buyer.ID, "paid", 4_900);
        long now = list(1).invoices().getFirst().created().getEpochSecond();
        ObjectNode[] lines = new ObjectNode[25];
        Arrays.setAll(lines, i -> line(now - 86_400 + i, now, i % 2 == 0 ? -10 : 20, true));
        lines[24] = line(now, now + 2_592_000, 4_900, false);
        lines(lines);

        assertThat(period()).containsExactly(now, now + 2_592_000);
        assertThat(list(1).invoices().getFirst().lines()).hasSize(10);
    }

    @Test
    void an_invoice_that_is_about_no_subscription_has_its_own_period() {
        trial.stripe.test().addInvoice("in_FAKE1", Buyer.ID, "paid", 4_900);
        trial.stripe
                .test()
                .changeInvoice(
                        "in_FAKE1",
                        json -> {
                            ((ObjectNode) json.at("/lines/data/0")).putNull("parent");
                            json.put("period_start", 1_700_000_000L)
                                    .put("period_end", 1_700_000_009L);
                        });

        assertThat(period()).containsExactly(1_700_000_000L, 1_700_000_009L);
    }

    private static ObjectNode line(long start, long end, long amount, boolean change) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", "il_FAKE" + start).put("object", "line_item").put("amount", amount);
        line.putObject("period").put("start", start).put("end", end);
        String details = change ? "invoice_item_details" : "subscription_item_details";
        line.putObject("parent")
                .put("type", details)
                .putObject(details)
                .put("proration", change)
                .put("subscription", "sub_FAKE1");
        return line;
    }

    private void lines(ObjectNode... lines) {
        trial.stripe
                .test()
                .changeInvoice(
                        "in_FAKE1",
                        json ->
                                ((ObjectNode) json.get("lines"))
                                        .putArray("data")
                                        .addAll(List.of(lines)));
    }

    private List<Long> period() {
        Invoice invoice = list(1).invoices().getFirst();
        return List.of(
                invoice.periodStart().getEpochSecond(), invoice.periodEnd().getEpochSecond());
    }

    @Test
    void pages_go_from_the_newest_to_the_oldest_whatever_stripe_allows_at_once() {
        for (int i = 1; i <= 45; i++) {
            trial.stripe.test().addInvoice("in_FAKE" + i, Buyer.ID, "paid", i);
            trial.stripe.test().addInvoice("in_FAKEother" + i, Trial.CUSTOMER, "paid", i);
        }

        Listed first = list(43);
        assertThat(first.invoices()).hasSize(43);
        assertThat(first.invoices().getFirst().id()).isEqualTo("in_FAKE45");
        assertThat(first.hasMore()).isTrue();
        Listed rest = (Listed) answer(Buyer.invoices(trial.provider, 99, "in_FAKE3"));
        assertThat(rest.invoices()).extracting(Invoice::id).containsExactly("in_FAKE2", "in_FAKE1");
        assertThat(rest.hasMore()).isFalse();
        assertThat(list(45).hasMore()).isFalse();
        assertThat(trial.stripe.seen(Buyer.INVOICES).getFirst().params())
                .containsEntry("customer", Buyer.ID)
                .containsEntry("limit", "20");
    }

    @Test
    void another_customers_invoice_is_no_place_to_start_after() {
        trial.stripe.test().addInvoice("in_FAKEmine", Buyer.ID, "paid", 1);
        trial.stripe.test().addInvoice("in_FAKEother", Trial.CUSTOMER, "paid", 1);
        trial.stripe.live().addCustomer(Buyer.ID);
        trial.stripe.live().addInvoice("in_FAKElive", Buyer.ID, "paid", 1);

        for (String stranger : new String[] {"in_FAKEother", "in_FAKEnowhere", "in_FAKElive"}) {
            assertThat(Buyer.invoices(trial.provider, 5, stranger))
                    .as(stranger)
                    .isEqualTo(new Asked.Got<>(new InvoiceOutcome.UnknownCursor()));
        }
        assertThat(trial.stripe.seen(Buyer.INVOICES)).isEmpty();
    }

    @Test
    void a_customer_that_stripe_does_not_know_is_gone() {
        try (Trial other = Trial.begin()) {
            assertThat(Buyer.invoices(other.provider, 5, null))
                    .isEqualTo(new Asked.CustomerGone<>());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,   RATE_LIMITED",
        "SERVER_ERROR,   UNREACHABLE",
        "EMPTY_502,      UNREACHABLE",
        "HTML_200,       BAD_ANSWER",
        "ARRAY_200,      BAD_ANSWER",
        "EMPTY_200,      BAD_ANSWER",
        "UNAUTHORIZED,   KEY_REFUSED",
        "FORBIDDEN,      CREDENTIALS_REFUSED",
        "REFUSED,        REQUEST_REFUSED",
        "EXISTS_IN_LIVE, MODE_MISMATCH",
        "RESET,          UNREACHABLE",
        "HALF_BODY,      UNREACHABLE",
        "REDIRECT,       BAD_ANSWER",
        "OTHER_CUSTOMER, BAD_ANSWER",
        "WRONG_LIVEMODE, MODE_MISMATCH",
    })
    void each_failure_of_stripe_has_one_answer(Fault fault, Kind kind) {
        trial.stripe.test().addInvoice("in_FAKE1", Buyer.ID, "paid", 1);
        trial.stripe.fail(Buyer.INVOICES, fault);

        assertThat(why(Buyer.invoices(trial.provider, 5, null)).kind()).isEqualTo(kind);

        trial.stripe.heal();
        assertThat(list(5).invoices()).hasSize(1);
    }

    private Listed list(int limit) {
        return (Listed) answer(Buyer.invoices(trial.provider, limit, null));
    }
}
