package io.hookbridge.console.metric;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.frame.AsCurl;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.insight.metric.Window;
import io.hookbridge.message.Count;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code …/metrics}: the figures of a place, drawn, as a table and as a file. */
public final class MetricsPages {

    private static final String PATH = Section.METRICS.path();

    private final ReadCounts counts;
    private final Pages pages;
    private final ConsoleVisits visits;

    public MetricsPages(ReadCounts counts, Pages pages, ConsoleVisits visits) {
        this.counts = counts;
        this.pages = pages;
        this.visits = visits;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(PATH, Permission.READ, this::show),
                visits.getIn(PATH + "/csv", Permission.READ, this::file));
    }

    /**
     * What is asked for.
     *
     * @param text the id of the endpoint as it was typed; empty for all
     * @param endpoint null for all, and for text that is no id
     */
    private record Wanted(
            Direction direction, Window window, String text, @Nullable TargetId endpoint) {

        static Wanted of(ConsoleVisit visit) {
            Direction direction =
                    Arrays.stream(Direction.values())
                            .filter(each ->
                                    Optional.of(each.word())
                                            .equals(visit.call().query("direction")))
                            .findFirst()
                            .orElse(Direction.OUTBOUND);
            Window window =
                    Arrays.stream(Window.values())
                            .filter(each ->
                                    Optional.of(each.word()).equals(visit.call().query("window")))
                            .findFirst()
                            .orElse(Window.USUAL);
            String text = visit.call().query("endpoint").orElse("").strip();
            return new Wanted(direction, window, text, target(direction, text).orElse(null));
        }

        private static Optional<TargetId> target(Direction direction, String text) {
            return direction == Direction.OUTBOUND
                    ? EndpointId.parse(text).map(TargetId::of)
                    : InboundEndpointId.parse(text).map(TargetId::of);
        }

        boolean isMistaken() {
            return !text.isEmpty() && endpoint == null;
        }

        /** The query of the page that shows this. */
        String query(Direction otherDirection, Window otherWindow) {
            return "?direction="
                    + otherDirection.word()
                    + "&window="
                    + otherWindow.word()
                    // An endpoint takes part in one direction only.
                    + (endpoint == null || otherDirection != direction ? "" : "&endpoint=" + text);
        }

        String query() {
            return query(direction, window);
        }
    }

    private Answer show(ConsoleVisit visit, Place place) {
        Wanted wanted = Wanted.of(visit);
        Phrases phrases = visit.phrases();
        EnvironmentId environment = place.environment().id();
        String path = place.path(PATH);
        SortedMap<Instant, Counts> buckets =
                merged(
                        counts.buckets(
                                environment,
                                wanted.direction(),
                                wanted.endpoint(),
                                wanted.window()),
                        columns(wanted.window()));
        Counts total = new Counts();
        buckets.values().forEach(total::add);
        return pages.show(
                200,
                "console/metrics.jte",
                new MetricsPage(
                        visit.shell(Section.METRICS, place),
                        path,
                        Stream.of(Direction.values())
                                .map(each ->
                                        new MetricsPage.Choice(
                                                title(each, phrases),
                                                path + wanted.query(each, wanted.window()),
                                                each == wanted.direction()))
                                .toList(),
                        Stream.of(Window.values())
                                .map(each ->
                                        new MetricsPage.Choice(
                                                title(each, phrases),
                                                path + wanted.query(wanted.direction(), each),
                                                each == wanted.window()))
                                .toList(),
                        wanted.direction().word(),
                        wanted.window().word(),
                        wanted.text(),
                        wanted.isMistaken() ? phrases.say("figure.metrics.no_id") : null,
                        FigureList.of(
                                wanted.direction(),
                                total,
                                counts.totalBefore(
                                        environment,
                                        wanted.direction(),
                                        wanted.endpoint(),
                                        wanted.window()),
                                phrases),
                        VolumeChart.of(wanted.direction(), buckets, phrases),
                        wanted.direction() == Direction.PULL
                                ? null
                                : LatencyChart.of(buckets, phrases),
                        span(buckets, phrases),
                        rows(wanted.direction(), buckets, phrases),
                        total.get(Count.ACCEPTED) == 0,
                        path + "/csv" + wanted.query(),
                        curl(visit.curl(), wanted)),
                phrases.language());
    }

    private static String title(Direction direction, Phrases phrases) {
        return switch (direction) {
            case OUTBOUND -> phrases.say("figure.metrics.sent");
            case INBOUND -> phrases.say("figure.metrics.received");
            case PULL -> phrases.say("figure.fetched");
        };
    }

    private static String title(Window window, Phrases phrases) {
        return switch (window) {
            case HOUR -> phrases.say("figure.metrics.window.hour");
            case DAY -> phrases.say("figure.metrics.window.day");
            case WEEK -> phrases.say("figure.metrics.window.week");
            case MONTH -> phrases.say("figure.metrics.window.month");
            case QUARTER -> phrases.say("figure.metrics.window.quarter");
        };
    }

    /** So many of the counts' buckets make one column: a screen has no room for more. */
    private static int columns(Window window) {
        return switch (window) {
            case HOUR -> 1;
            case DAY, MONTH, QUARTER -> 2;
            case WEEK -> 3;
        };
    }

    private static SortedMap<Instant, Counts> merged(
            SortedMap<Instant, Counts> buckets, int together) {
        SortedMap<Instant, Counts> merged = new TreeMap<>();
        List<Map.Entry<Instant, Counts>> all = List.copyOf(buckets.entrySet());
        for (int i = 0; i < all.size(); i++) {
            merged.computeIfAbsent(all.get(i - i % together).getKey(), _ -> new Counts())
                    .add(all.get(i).getValue());
        }
        return merged;
    }

    private static List<String> span(SortedMap<Instant, Counts> buckets, Phrases phrases) {
        List<Instant> starts = List.copyOf(buckets.keySet());
        return List.of(
                phrases.moment(starts.getFirst()),
                phrases.moment(starts.get(starts.size() / 2)),
                phrases.say("console.now"));
    }

    private static List<MetricsPage.Row> rows(
            Direction direction, SortedMap<Instant, Counts> buckets, Phrases phrases) {
        List<MetricsPage.Row> rows = new ArrayList<>();
        buckets.forEach((start, bucket) -> {
            if (bucket.get(Count.ACCEPTED) > 0) {
                rows.add(
                        new MetricsPage.Row(
                                phrases.moment(start), values(direction, bucket, phrases)));
            }
        });
        return rows.reversed();
    }

    private static List<String> values(Direction direction, Counts bucket, Phrases phrases) {
        if (direction == Direction.PULL) {
            return Stream.of(
                            bucket.get(Count.ACCEPTED),
                            bucket.get(Count.SUCCEEDED),
                            bucket.get(Count.FETCHED),
                            Outcome.WAITING.of(bucket))
                    .map(phrases::number)
                    .toList();
        }
        return Stream.concat(
                        Stream.of(
                                        bucket.get(Count.ACCEPTED),
                                        bucket.get(Count.SUCCEEDED),
                                        bucket.get(Count.FAILED),
                                        bucket.get(Count.RETRIES))
                                .map(phrases::number),
                        LatencyChart.PERCENTILES.stream()
                                .map(percent ->
                                        phrases.say(
                                                "page.ms", bucket.latencyPercentileMs(percent))))
                .toList();
    }

    private static String curl(AsCurl curl, Wanted wanted) {
        String what =
                switch (wanted.direction()) {
                    case OUTBOUND -> "metrics/timeseries";
                    case INBOUND -> "inbound-metrics/timeseries";
                    case PULL -> "pull-metrics/timeseries";
                };
        String name =
                switch (wanted.direction()) {
                    case OUTBOUND -> "endpoint_id";
                    case INBOUND -> "inbound_endpoint_id";
                    case PULL -> "pull_endpoint_id";
                };
        return curl.get(
                "/v1/"
                        + what
                        + "?window="
                        + wanted.window().word()
                        + (wanted.endpoint() == null ? "" : "&" + name + "=" + wanted.text()));
    }

    private Answer file(ConsoleVisit visit, Place place) {
        Wanted wanted = Wanted.of(visit);
        return Answer.download(
                "metrics.csv",
                MetricsCsv.of(
                        counts.buckets(
                                place.environment().id(),
                                wanted.direction(),
                                wanted.endpoint(),
                                wanted.window())));
    }
}
