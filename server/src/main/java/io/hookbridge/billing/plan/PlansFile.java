package io.hookbridge.billing.plan;

import io.hookbridge.base.Json;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads one plans file and gathers every mistake in it, so that an operator repairs it in one go.
 * Unknown members are mistakes: a misspelt limit must not silently become none. So is a plan that
 * promises retries which its payloads do not live to see.
 */
final class PlansFile {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
    private static final Pattern LOOKUP_KEY = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

    /** A full batch must fit. */
    private static final int LEAST_SENDS = 100;

    private static final int LEAST_CALLS = 60;
    private static final int USUAL_SENDS = 120_000;
    private static final int USUAL_CALLS = 60_000;
    private static final long USUAL_TEST_MESSAGES = 10_000;
    private static final int MOST_A_MINUTE = 10_000_000;
    private static final int USUAL_RECEIVED_MIB = 10;

    /** How long after its message each retry may come where nobody chose another policy. */
    private final List<Duration> untilEachRetry;

    private final List<String> mistakes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> lookupKeys = new HashSet<>();

    PlansFile(RetryPolicy retries) {
        this.untilEachRetry = retries.longestUntilEachRetry();
    }

    Plans read(String json) {
        List<Plan> plans = new ArrayList<>();
        JsonNode list = parse(json).path("plans");
        if (!list.isArray()) {
            mistakes.add("the file must be an object with an array \"plans\"");
        }
        int position = 1;
        for (JsonNode node : list) {
            plans.add(plan(node, position++));
        }
        if (list.isArray() && !names.contains(Plans.FREE)) {
            mistakes.add(
                    "a plan named \"free\" is missing: tenants without a subscription have it");
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidPlans(mistakes);
        }
        return new Plans(plans);
    }

    private static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JacksonException malformed) {
            throw new InvalidPlans(List.of("the file is not valid JSON"));
        }
    }

    private Plan plan(JsonNode node, int position) {
        String name = text(node, "name", "plan " + position, 32);
        String where = name.isEmpty() ? "plan " + position : name;
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            mistakes.add(where + ": name must be lower-case letters, digits and underscores");
        }
        if (!name.isEmpty() && !names.add(name)) {
            mistakes.add(where + ": another plan has this name");
        }
        onlyKnown(
                node,
                where,
                Set.of(
                        "name",
                        "title",
                        "description",
                        "translations",
                        "limits",
                        "stripe_lookup_keys",
                        "stripe_overage_lookup_keys"));
        return new Plan(
                name,
                text(node, "title", where, 64),
                text(node, "description", where, 200),
                translations(node.path("translations"), where + ".translations"),
                limits(node.path("limits"), where + ".limits"),
                lookupKeys(node.path("stripe_lookup_keys"), where + ".stripe_lookup_keys"),
                overageLookupKeys(node, where + ".stripe_overage_lookup_keys"));
    }

    private Map<String, String> translations(JsonNode node, String where) {
        Map<String, String> translations = new HashMap<>();
        if (!node.isMissingNode() && !node.isObject()) {
            mistakes.add(where + " must be an object, such as {\"de\": \"Für den Anfang.\"}");
        }
        for (String language : node.propertyNames()) {
            if (!LANGUAGE.matcher(language).matches()) {
                mistakes.add(where + ": \"" + language + "\" must be a language, such as \"de\"");
            }
            translations.put(language, text(node, language, where, 200));
        }
        return translations;
    }

    private Map<Interval, String> overageLookupKeys(JsonNode plan, String where) {
        JsonNode node = plan.path("stripe_overage_lookup_keys");
        Map<Interval, String> keys = node.isMissingNode() ? Map.of() : lookupKeys(node, where);
        for (Interval interval : keys.keySet()) {
            if (!plan.path("stripe_lookup_keys").has(interval.word())) {
                mistakes.add(
                        where + "." + interval.word() + ": the plan has no price by this interval");
            }
        }
        return keys;
    }

    private PlanLimits limits(JsonNode node, String where) {
        onlyKnown(
                node,
                where,
                Set.of(
                        "messages_per_month",
                        "test_messages_per_day",
                        "stops_at_limit",
                        "sends_per_minute",
                        "calls_per_minute",
                        "max_projects",
                        "max_endpoints",
                        "retention_days",
                        "max_received_mib",
                        "max_retries",
                        "response_bodies",
                        "overage_rate_per_message"));
        int earlier = mistakes.size();
        PlanLimits limits =
                new PlanLimits(
                        whole(node, "messages_per_month", where, 1, 1_000_000_000_000L),
                        node.path("test_messages_per_day").isMissingNode()
                                ? USUAL_TEST_MESSAGES
                                : whole(
                                        node,
                                        "test_messages_per_day",
                                        where,
                                        1,
                                        1_000_000_000_000L),
                        // Absent is no: a plan that is sold runs into overage.
                        yesOrNo(node, "stops_at_limit", where, false),
                        rate(node, "sends_per_minute", where, LEAST_SENDS, USUAL_SENDS),
                        rate(node, "calls_per_minute", where, LEAST_CALLS, USUAL_CALLS),
                        (int) whole(node, "max_projects", where, 1, 1_000_000),
                        (int) whole(node, "max_endpoints", where, 1, 100_000_000),
                        (int) whole(node, "retention_days", where, 1, 3_650),
                        received(node, where),
                        retries(node, where),
                        yesOrNo(node, "response_bodies", where, true),
                        price(node.path("overage_rate_per_message"), where));
        if (mistakes.size() == earlier) {
            checkThatPayloadsOutliveRetries(limits, where);
        }
        return limits;
    }

    private int received(JsonNode node, String where) {
        return node.path("max_received_mib").isMissingNode()
                ? USUAL_RECEIVED_MIB
                : (int) whole(node, "max_received_mib", where, 1, PlanLimits.MOST_RECEIVED_MIB);
    }

    /** A plan that does not name them has as many as are made where nobody chose others. */
    private int retries(JsonNode node, String where) {
        return node.path("max_retries").isMissingNode()
                ? untilEachRetry.size()
                : (int) whole(node, "max_retries", where, 0, RetryPolicy.MOST_RETRIES);
    }

    /** Else some messages that go on failing would never reach the attempts that a plan allows. */
    private void checkThatPayloadsOutliveRetries(PlanLimits limits, String where) {
        int retries = Math.min(limits.maxRetries(), untilEachRetry.size());
        if (retries == 0) {
            return;
        }
        Duration last = untilEachRetry.get(retries - 1);
        if (last.compareTo(Duration.ofDays(limits.retentionDays())) < 0) {
            return;
        }
        mistakes.add(
                where
                        + ": retention_days must be at least "
                        + (last.toDays() + 1)
                        + " with max_retries "
                        + limits.maxRetries()
                        + ", because the last retry may come "
                        + last.toHours()
                        + " hours after the message");
    }

    private Map<Interval, String> lookupKeys(JsonNode node, String where) {
        Map<Interval, String> keys = new EnumMap<>(Interval.class);
        if (!node.isObject()) {
            mistakes.add(where + " must be an object, empty for a plan that Stripe does not sell");
            return keys;
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            Interval interval = Interval.of(member.getKey()).orElse(null);
            String key = lookupKey(member.getValue(), where + "." + member.getKey());
            if (interval == null) {
                mistakes.add(
                        where + ": \"" + member.getKey() + "\" must be \"monthly\" or \"annual\"");
            } else if (key != null) {
                keys.put(interval, key);
            }
        }
        return keys;
    }

    private @Nullable String lookupKey(JsonNode node, String where) {
        if (!node.isString() || !LOOKUP_KEY.matcher(node.stringValue()).matches()) {
            mistakes.add(where + " must be 1 to 200 letters, digits, underscores, dots or dashes");
            return null;
        }
        if (!lookupKeys.add(node.stringValue())) {
            mistakes.add(where + ": another price has this lookup key");
        }
        return node.stringValue();
    }

    private String text(JsonNode node, String member, String where, int longest) {
        JsonNode value = node.path(member);
        if (!value.isString()
                || value.stringValue().isBlank()
                || value.stringValue().length() > longest) {
            mistakes.add(
                    where + ": " + member + " must be text of 1 to " + longest + " characters");
            return "";
        }
        return value.stringValue();
    }

    private long whole(JsonNode node, String member, String where, long min, long max) {
        JsonNode value = node.path(member);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            mistakes.add(
                    where + ": " + member + " must be a whole number from " + min + " to " + max);
            return min;
        }
        return value.longValue();
    }

    /** What is a limit by the minute; files that are older than it do not name it. */
    private int rate(JsonNode node, String member, String where, int min, int usual) {
        return node.path(member).isMissingNode()
                ? usual
                : (int) whole(node, member, where, min, MOST_A_MINUTE);
    }

    private boolean yesOrNo(JsonNode node, String member, String where, boolean usual) {
        JsonNode value = node.path(member);
        if (!value.isMissingNode() && !value.isBoolean()) {
            mistakes.add(where + ": " + member + " must be true or false");
        }
        return value.isBoolean() ? value.booleanValue() : usual;
    }

    private BigDecimal price(JsonNode value, String where) {
        if (!value.isNumber()
                || value.decimalValue().signum() < 0
                || value.decimalValue().compareTo(BigDecimal.ONE) > 0) {
            mistakes.add(where + ": overage_rate_per_message must be a number from 0 to 1");
            return BigDecimal.ZERO;
        }
        return value.decimalValue().stripTrailingZeros();
    }

    private void onlyKnown(JsonNode node, String where, Set<String> known) {
        if (!node.isObject()) {
            mistakes.add(where + " must be an object");
        }
        for (String member : node.propertyNames()) {
            if (!known.contains(member)) {
                mistakes.add(where + ": \"" + member + "\" is not known");
            }
        }
    }
}
