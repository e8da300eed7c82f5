package io.hookbridge.console.settings;

import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.console.retry.RetryForm;
import io.hookbridge.http.page.Words;
import io.hookbridge.tenant.project.Project;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The settings of a project.
 *
 * @param path of this page
 * @param manages whether the visitor may change anything
 * @param plan that the tenant has in this mode
 * @param historyDays how long messages can be seen, without their payloads
 * @param rate what the field for requests a minute holds
 * @param rateAlert why the rate was not changed, or null
 * @param retries what the fields for retries hold
 * @param inherited what holds for retries where a field is empty, in words
 * @param effective what holds for retries now, in words
 * @param retriesAlert why the retries were not changed, or null
 */
public record SettingsPage(
        Shell shell,
        Project project,
        String path,
        boolean manages,
        Plan plan,
        int historyDays,
        String rate,
        @Nullable String rateAlert,
        RetryForm retries,
        String inherited,
        String effective,
        @Nullable String retriesAlert) {

    /** Something that holds, and how much it is. */
    public record Fact(String name, String value) {}

    /** What the plan allows. */
    public List<Fact> limits() {
        PlanLimits limits = plan.limits();
        List<Fact> facts = new ArrayList<>();
        facts.add(
                shell.live()
                        ? new Fact(
                                "Messages a month",
                                Words.number(limits.messagesPerMonth())
                                        + (limits.stopsAtLimit()
                                                ? ", then no more"
                                                : ", more at a price"))
                        : new Fact(
                                "Test messages a day", Words.number(limits.testMessagesPerDay())));
        facts.add(
                new Fact(
                        "Requests to send, of all projects",
                        Words.number(limits.sendsPerMinute()) + " a minute"));
        facts.add(
                new Fact(
                        "Other requests and pages",
                        Words.number(limits.callsPerMinute()) + " a minute"));
        facts.add(new Fact("Projects", Words.number(limits.maxProjects())));
        facts.add(new Fact("Endpoints, of all projects", Words.number(limits.maxEndpoints())));
        facts.add(new Fact("Attempts at a message", Words.number(limits.maxRetries() + 1L)));
        facts.add(new Fact("Longest body that is received", limits.maxReceivedMib() + " MiB"));
        return facts;
    }

    /** How long what is kept. */
    public List<Fact> retention() {
        return List.of(
                new Fact("Payloads", Words.count(plan.limits().retentionDays(), "day")),
                new Fact(
                        "Messages and their attempts",
                        Words.count(Math.max(historyDays, plan.limits().retentionDays()), "day")),
                new Fact(
                        "What receivers answered",
                        plan.limits().responseBodies()
                                ? "as long as the payload"
                                : "not shown on this plan"));
    }

    public String planTitle() {
        return plan.title();
    }

    public String renaming() {
        return Section.PROJECTS.path() + "/" + project.id();
    }

    public String deletion() {
        return renaming() + "/delete";
    }
}
