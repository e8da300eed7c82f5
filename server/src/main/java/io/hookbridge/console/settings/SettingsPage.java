package io.hookbridge.console.settings;

import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.console.retry.RetryForm;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.tenant.project.Project;

import org.jspecify.annotations.Nullable;

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
    public List<Fact> limits(Phrases phrases) {
        PlanLimits limits = plan.limits();
        return List.of(
                shell.live()
                        ? new Fact(
                                phrases.say("settings.limit.messages"),
                                phrases.say(
                                        limits.stopsAtLimit()
                                                ? "settings.limit.messages.stop"
                                                : "settings.limit.messages.more",
                                        limits.messagesPerMonth()))
                        : new Fact(
                                phrases.say("settings.limit.test_messages"),
                                phrases.number(limits.testMessagesPerDay())),
                new Fact(
                        phrases.say("settings.limit.sends"),
                        phrases.say("settings.limit.a_minute", limits.sendsPerMinute())),
                new Fact(
                        phrases.say("settings.limit.calls"),
                        phrases.say("settings.limit.a_minute", limits.callsPerMinute())),
                new Fact(
                        phrases.say("billing.limit.projects"),
                        phrases.number(limits.maxProjects())),
                new Fact(
                        phrases.say("settings.limit.endpoints"),
                        phrases.number(limits.maxEndpoints())),
                new Fact(
                        phrases.say("settings.limit.attempts"),
                        phrases.number(limits.maxRetries() + 1L)),
                new Fact(
                        phrases.say("settings.limit.received"),
                        phrases.say("billing.limit.received.mib", limits.maxReceivedMib())));
    }

    /** How long what is kept. */
    public List<Fact> retention(Phrases phrases) {
        int payloads = plan.limits().retentionDays();
        return List.of(
                new Fact(phrases.say("settings.kept.payloads"), days(payloads, phrases)),
                new Fact(
                        phrases.say("settings.kept.messages"),
                        days(Math.max(historyDays, payloads), phrases)),
                new Fact(
                        phrases.say("settings.kept.answers"),
                        phrases.say(
                                plan.limits().responseBodies()
                                        ? "settings.kept.answers.yes"
                                        : "settings.kept.answers.no")));
    }

    private static String days(int days, Phrases phrases) {
        return phrases.say("billing.limit.retention.days", days);
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
