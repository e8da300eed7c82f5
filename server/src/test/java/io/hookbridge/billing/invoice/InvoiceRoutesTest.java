package io.hookbridge.billing.invoice;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/** The operation over HTTP, with the built-in provider's statements as invoices. */
@Tag("database")
class InvoiceRoutesTest {

    private static TestApp app;
    private static CheckedHttpClient client;

    /** The demo tenant's running period, and 30 before it that are over. */
    @BeforeAll
    static void start() {
        app = TestApp.start();
        client = app.client();
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                INSERT INTO builtin_statement
                                    (tenant_id, mode, number, plan, billing_interval, anchor, period_start, period_end,
                                     messages_before, messages_used)
                                SELECT tenant_id, mode, 1 + n, 'starter', 'monthly', '2024-01-05Z',
                                       '2024-01-05Z'::timestamptz + n * interval '1 month',
                                       '2024-02-05Z'::timestamptz + n * interval '1 month', 0, n
                                  FROM builtin_statement, generate_series(1, 30) AS n
                                 WHERE mode = 'live'
                                """));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void a_statement_that_is_over_is_an_invoice_of_nothing() {
        Exchange answer = list("?limit=1");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode invoice = answer.data().path(0);
        assertThat(invoice.propertyNames())
                .containsExactly(
                        "id",
                        "status",
                        "amount_due",
                        "amount_paid",
                        "currency",
                        "period_start",
                        "period_end",
                        "created",
                        "invoice_pdf",
                        "hosted_invoice_url",
                        "lines");
        assertThat(invoice.path("id").asString()).matches("in_builtin[0-9a-f]{32}n31");
        assertThat(invoice.path("status").asString()).isEqualTo("paid");
        assertThat(invoice.path("amount_due").isIntegralNumber()).isTrue();
        assertThat(invoice.path("created")).isEqualTo(invoice.path("period_end"));
        assertThat(invoice.path("invoice_pdf").isNull()).isTrue();
        assertThat(invoice.path("lines").path(0).path("description").asString())
                .isEqualTo("Starter plan (monthly)");
        assertThat(invoice.path("lines").path(1).path("quantity").asInt()).isEqualTo(30);
        assertThat(answer.json().at("/meta/has_more").asBoolean()).isTrue();
    }

    @Test
    void pages_are_of_twelve_unless_asked_otherwise_and_end_with_no_more() {
        Exchange first = list("");
        assertThat(first.data()).hasSize(12);
        String last = first.data().path(11).path("id").asString();
        Exchange second = list("?starting_after=" + last);
        assertThat(second.data()).hasSize(12);
        assertThat(second.data().path(0).path("id").asString()).endsWith("n19");
        assertThat(second.json().at("/meta/has_more").asBoolean()).isTrue();

        Exchange all = list("?limit=99");
        assertThat(all.data()).hasSize(30);
        assertThat(all.json().at("/meta/has_more").asBoolean()).isFalse();
        assertThat(list("?starting_after=" + all.data().path(29).path("id").asString()).data())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "100", "-1", "1.5", "ten", "", "1e1", "99999999999"})
    void a_limit_out_of_range_is_refused(String limit) {
        Exchange refused = list("?limit=" + limit);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.message()).isEqualTo("limit must be a whole number from 1 to 99");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "in_",
                "1",
                "in_1%20OR%201",
                "in_builtin",
                "in_builtin00000000000070008000000000000000n1",
                "in_1abc",
                "IN_1abc",
            })
    void a_cursor_that_is_no_invoice_of_the_tenant_is_refused(String cursor) {
        Exchange refused = list("?starting_after=" + cursor);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.message())
                .isEqualTo("starting_after must be the id of an invoice of this tenant");
    }

    @Test
    void a_number_that_was_never_issued_is_no_cursor() {
        String newest = list("?limit=1").data().path(0).path("id").asString();

        assertThat(list("?starting_after=" + newest.replaceAll("n31$", "n99")).status())
                .isEqualTo(400);
        assertThat(list("?starting_after=" + newest.replaceAll("n31$", "n1")).status())
                .as("the running period")
                .isEqualTo(400);
    }

    @Test
    void the_links_in_an_invoice_need_the_permission_to_bill() {
        String reader =
                client.post("/v1/api-keys")
                        .key(KEY)
                        .json(Map.of("permissions", List.of("read")))
                        .send()
                        .data()
                        .path("key")
                        .asString();

        assertThat(client.get("/v1/billing/invoices").key(reader).send().status()).isEqualTo(403);
        assertThat(client.get("/v1/billing/invoices").send().status()).isEqualTo(401);
    }

    @Test
    void a_tenant_cannot_ask_without_end() {
        try (TestApp other = TestApp.start()) {
            Exchange answer = other.client().get("/v1/billing/invoices").key(KEY).send();
            for (int i = 0; i < 60 && answer.status() == 200; i++) {
                answer = other.client().get("/v1/billing/invoices").key(KEY).send();
            }

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
            assertThat(answer.header("Retry-After")).isPresent();
        }
    }

    private static Exchange list(String query) {
        return client.get("/v1/billing/invoices" + query).key(KEY).send();
    }
}
