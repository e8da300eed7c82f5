package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.http.Exchange;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.PageWords;
import io.hookbridge.tenant.user.UserRole;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The billing page over HTTP, with the built-in provider. */
@Tag("database")
class BillingPagesTest {

    /** What is on the pages and belongs to no language. */
    private static final Set<String> NAMES =
            Set.of(
                    "owner",
                    "localhost",
                    "Default",
                    "Demo",
                    "Live",
                    "Test",
                    "Ctrl",
                    "K",
                    "j",
                    "k",
                    "r",
                    "Enter",
                    "Free",
                    "Starter",
                    "Pro",
                    "Business",
                    "Enterprise",
                    "MiB",
                    "curl");

    @AutoClose private final ConsoleServer server = new ConsoleServer();

    @Test
    void an_owner_sees_plan_usage_and_history_and_goes_to_the_portal_and_back() {
        Patience.untilTheMonthIsSteady();
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        server.sent(server.owner().tenant(), month, 12_530, 0);
        server.sent(server.owner().tenant(), month.minusMonths(1), 61_020, 11_020);
        ConsoleServer.Browser browser = server.signedIn(server.owner());

        String billing = browser.place() + "/billing";
        String page = browser.get(billing).text();
        assertThat(page)
                .contains("Pro", "Active", "Renews on", "12,530", "of 50,000", "61,020", "11,020")
                .contains("Open customer portal")
                .doesNotContain("Choose a plan");

        Exchange left = browser.submit(billing, billing + "/manage", Map.of());
        assertThat(left.status()).isEqualTo(303);
        String link = left.header("Location").orElseThrow();
        assertThat(link).startsWith(server.origin() + "/billing/live/portal/");
        Exchange portal = browser.open(java.net.URI.create(link).getPath());
        assertThat(portal.text()).contains(server.origin() + billing + "?portal=left");
        assertThat(browser.get(billing + "?portal=left").text())
                .contains("Welcome back. What you changed is saved.");

        browser.cookie("hookbridge_language", "de");
        assertThat(browser.submit(billing, billing + "/manage", Map.of()).header("Location"))
                .hasValueSatisfying(german -> assertThat(german).endsWith("?locale=de"));
        Set<String> names = new HashSet<>(NAMES);
        Plans.shipped().offered().forEach(plan -> names.add(plan.description("de")));
        PageWords words = new PageWords(Language.GERMAN, names);
        for (String path : List.of(billing, billing + "?portal=left", billing + "/plans")) {
            assertThat(words.ofOthers(browser.get(path).text())).as(path).isEmpty();
        }
        assertThat(words.ofOthers(browser.get(browser.testPlace() + "/billing").text())).isEmpty();
    }

    @Test
    void a_tenant_without_a_subscription_chooses_a_plan_and_goes_to_the_checkout() {
        ConsoleServer.Browser browser = server.signedIn(server.stranger());
        String billing = browser.place() + "/billing";
        String plans = billing + "/plans";
        assertThat(browser.get(billing).text())
                .contains("Free", "No subscription", "Choose a plan", "There are no invoices.")
                .doesNotContain("Open customer portal");
        assertThat(
                        browser.submit("/console/account", billing + "/manage", Map.of())
                                .header("Location"))
                .hasValue(plans);
        assertThat(browser.get(plans).text())
                .contains("The limits of Free hold now.", "Starter", "Business", "Annual")
                .doesNotContain(">Your plan<");

        for (String plan : new String[] {"free", "diamond", ""}) {
            Exchange refused =
                    browser.submit(plans, plans, Map.of("plan", plan, "interval", "annual"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains("cannot be started that way");
        }
        Exchange left =
                browser.submit(plans, plans, Map.of("plan", "starter", "interval", "annual"));
        assertThat(left.header("Location").orElseThrow())
                .startsWith(server.origin() + "/billing/live/checkout/");
        assertThat(browser.open("/billing/live?checkout=canceled").text())
                .contains("nothing was started");
    }

    @Test
    void the_way_back_from_the_portal_leads_to_the_mode_it_names_whatever_was_looked_at_last() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        String live = browser.place() + "/billing";
        String test = browser.testPlace() + "/billing";

        browser.get(live);
        assertThat(browser.get("/billing/test?portal=left").header("Location"))
                .hasValue(test + "?portal=left");
        assertThat(browser.get(test).text())
                .contains("Test messages count towards no plan; up to 10,000 are accepted in a day")
                .doesNotContain("Messages beyond the limit", "of the plan's messages");
        assertThat(browser.get("/billing/live").header("Location")).hasValue(live);
        for (String none : List.of("/billing", "/billing/sandbox")) {
            assertThat(browser.get(none).status()).as(none).isEqualTo(404);
        }
    }

    @Test
    void in_test_nothing_is_compared_with_a_plan_towards_which_it_does_not_count() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        String live = browser.get(browser.place() + "/billing").text();
        String test = browser.get(browser.testPlace() + "/billing").text();

        assertThat(live)
                .contains("Within the plan", "Beyond its limit", ">Beyond<", ">Limit<")
                .contains("Messages by month", "Projects</dt>")
                .doesNotContain("Test messages");
        assertThat(test)
                .contains("</span> Test messages</span>", "class=\"number\">Test messages</th>")
                .contains("Test messages by month", "Test messages a month.", "Endpoints</dt>")
                .doesNotContain("Within the plan", "Beyond its limit", ">Beyond<", ">Limit<")
                .doesNotContain("Projects</dt>");
        assertThat(browser.get(browser.testPlace() + "/billing/plans").text())
                .contains("Test messages per day")
                .doesNotContain("Messages per month");
    }

    @Test
    void who_has_a_subscription_is_sent_to_the_portal_and_not_to_a_second_checkout() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());

        String plans = browser.place() + "/billing/plans";
        assertThat(browser.get(plans).text())
                .containsOnlyOnce(">Your plan<")
                .contains("You have Pro.", "Open customer portal")
                .doesNotContain("type=\"radio\"");
        Exchange refused =
                browser.submit(plans, plans, Map.of("plan", "business", "interval", "monthly"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("There is a subscription already.");
    }

    @Test
    void a_member_is_told_that_billing_is_for_owners() {
        ConsoleServer.Browser member =
                server.signedIn(
                        server.person(
                                server.owner().tenant(), "member@example.com", UserRole.MEMBER));

        String billing = member.place() + "/billing";
        for (Exchange answer :
                List.of(
                        member.open("/billing/live"),
                        member.get(billing),
                        member.get(billing + "/plans"),
                        member.submit("/console/projects", billing + "/manage", Map.of()),
                        member.submit(
                                "/console/projects", billing + "/plans", Map.of("plan", "pro")))) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("Billing is for owners");
        }
        String test = member.testPlace();
        assertThat(member.get(test + "/billing").text()).contains("href=\"" + test + "/api-keys\"");
        assertThat(server.app.audited("portal_session.requested")).isEmpty();
    }

    @Test
    void the_way_out_is_not_taken_too_often() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());

        String manage = browser.place() + "/billing/manage";
        int status = 303;
        for (int calls = 0; calls < 40 && status == 303; calls++) {
            status = browser.submit("/console/account", manage, Map.of()).status();
        }

        assertThat(status).isEqualTo(429);
    }
}
