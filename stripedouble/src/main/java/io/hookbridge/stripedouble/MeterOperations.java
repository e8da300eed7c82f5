package io.hookbridge.stripedouble;

import static io.hookbridge.stripedouble.Rule.id;
import static io.hookbridge.stripedouble.Rule.limit;
import static io.hookbridge.stripedouble.Rule.oneOf;
import static io.hookbridge.stripedouble.Rule.optional;
import static io.hookbridge.stripedouble.Rule.required;
import static io.hookbridge.stripedouble.Rule.seconds;
import static io.hookbridge.stripedouble.Rule.table;
import static io.hookbridge.stripedouble.Rule.text;

import io.hookbridge.stripedouble.DoubleMeters.Usage;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Billing by usage: meters, what is sent to them, and what they show. */
final class MeterOperations {

    private static final Duration OLDEST = Duration.ofDays(35);
    private static final Duration AHEAD = Duration.ofMinutes(5);

    static final List<Operation> ALL =
            List.of(
                    new Operation(
                            "GET",
                            "/v1/billing/meters",
                            table(
                                    optional("status", oneOf("active", "inactive")),
                                    optional("limit", limit()),
                                    optional("starting_after", id("mtr_"))),
                            request ->
                                    request.account()
                                            .meters
                                            .meters
                                            .page(request.params(), meter -> true)),
                    new Operation(
                            "POST",
                            "/v1/billing/meter_events",
                            table(
                                    required("event_name", text()),
                                    required("payload", new Rule.AnyNames(text())),
                                    optional(
                                            "identifier",
                                            new Rule.Value(
                                                    "text of 100", MeterOperations::isIdentifier)),
                                    optional("timestamp", seconds())),
                            MeterOperations::take),
                    new Operation(
                            "GET",
                            "/v1/billing/meters/{id}/event_summaries",
                            table(
                                    required("customer", id("cus_")),
                                    required("start_time", seconds()),
                                    required("end_time", seconds()),
                                    optional("value_grouping_window", oneOf("hour", "day")),
                                    optional("limit", limit())),
                            MeterOperations::summarise));

    private MeterOperations() {}

    private static boolean isIdentifier(String text) {
        return !text.isEmpty() && text.length() <= 100;
    }

    private static ObjectNode take(DoubleRequest request) {
        DoubleAccount account = request.account();
        String eventName = request.text("event_name");
        if (account.meters.meters.all().stream()
                .noneMatch(meter -> meter.get("event_name").asString().equals(eventName))) {
            throw Refusal.invalid(
                    "resource_missing", "event_name", "No active meter found for event name.");
        }
        Instant timestamp =
                request.params().has("timestamp")
                        ? Instant.ofEpochSecond(Long.parseLong(request.text("timestamp")))
                        : account.now();
        if (timestamp.isBefore(account.now().minus(OLDEST))
                || timestamp.isAfter(account.now().plus(AHEAD))) {
            throw Refusal.invalid(
                    "timestamp_too_far_in_past", "timestamp", "The timestamp is out of range.");
        }
        String identifier = request.text("identifier");
        if (account.meters.isRepetition(identifier)) {
            throw Refusal.invalid(
                    null, null, "An event already exists with identifier " + identifier + ".");
        }
        Usage usage =
                new Usage(
                        eventName,
                        identifier,
                        request.params().at("/payload/stripe_customer_id").asString(),
                        Long.parseLong(request.params().at("/payload/value").asString()),
                        timestamp,
                        account.now());
        account.meters.take(usage);
        return json(account, usage);
    }

    private static ObjectNode json(DoubleAccount account, Usage usage) {
        ObjectNode json = Json.object();
        json.put("object", "billing.meter_event");
        json.put("created", account.now().getEpochSecond());
        json.put("livemode", account.live);
        json.put("event_name", usage.eventName());
        json.put("identifier", usage.identifier());
        json.put("timestamp", usage.timestamp().getEpochSecond());
        ObjectNode payload = json.putObject("payload");
        payload.put("stripe_customer_id", usage.customer());
        payload.put("value", Long.toString(usage.value()));
        return json;
    }

    private static ObjectNode summarise(DoubleRequest request) {
        DoubleAccount account = request.account();
        String eventName =
                account.meters
                        .meters
                        .find(request.id())
                        .orElseThrow(() -> Refusal.missing(404, "meter", "id", request.id()))
                        .get("event_name")
                        .asString();
        long start = Long.parseLong(request.text("start_time"));
        long end = Long.parseLong(request.text("end_time"));
        long sum =
                account.meters.usages().stream()
                        .filter(usage -> usage.eventName().equals(eventName))
                        .filter(usage -> usage.customer().equals(request.text("customer")))
                        .filter(usage ->
                                usage.timestamp().getEpochSecond() >= start
                                        && usage.timestamp().getEpochSecond() < end)
                        .mapToLong(Usage::value)
                        .sum();
        ObjectNode list = Json.object();
        list.put("object", "list");
        list.put("url", "/v1/billing/meters/" + request.id() + "/event_summaries");
        list.put("has_more", false);
        var data = list.putArray("data");
        if (sum > 0) {
            ObjectNode summary = data.addObject();
            summary.put("id", "mtrusg_FAKE" + start);
            summary.put("object", "billing.meter_event_summary");
            summary.put("aggregated_value", sum);
            summary.put("start_time", start);
            summary.put("end_time", end);
            summary.put("livemode", account.live);
            summary.put("meter", request.id());
        }
        return list;
    }
}
