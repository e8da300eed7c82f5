package io.hookbridge.console.export;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Question;
import io.hookbridge.insight.export.Export;
import io.hookbridge.insight.export.Exports;
import io.hookbridge.insight.export.FileFormat;
import io.hookbridge.insight.export.FileLayout;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** {@code …/exports}: orders files, shows how far they are, and gives them out. */
public final class ExportPages {

    private static final String PATH = Section.EXPORTS.path();
    private static final String ONE = PATH + "/{id}";

    private static final String LIST = PATH + "/list";

    /** Those of both directions, each once. */
    private static final List<String> COLUMNS =
            Stream.of(Direction.INBOUND, Direction.OUTBOUND)
                    .flatMap(direction -> FileLayout.columnsOf(direction).stream())
                    .distinct()
                    .toList();

    private static final int USUAL_DAYS = 7;
    private static final int MOST = 50;

    private final Exports exports;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final InstantSource clock;

    public ExportPages(Exports exports, Pages pages, ConsoleVisits visits, InstantSource clock) {
        this.exports = exports;
        this.pages = pages;
        this.visits = visits;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(PATH, Permission.READ, this::begin),
                visits.getIn(LIST, Permission.READ, this::list),
                visits.postIn(PATH, Permission.READ, this::create),
                visits.getIn(ONE + "/file", Permission.READ, about(this::file)),
                visits.getIn(ONE + "/delete", Permission.MANAGE, about(this::askToDelete)),
                visits.postIn(
                        ONE + "/delete",
                        Permission.MANAGE,
                        (visit, place, _) -> about(this::delete).handle(visit, place)));
    }

    /** The form, filled in with what the address says: other pages lead here with their filter. */
    private Answer begin(ConsoleVisit visit, Place place) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Call call = visit.call();
        return show(
                visit,
                place,
                200,
                null,
                new ExportsPage.Typed(
                        call.query("direction").orElse(Direction.OUTBOUND.word()),
                        call.query("from").orElse(today.minusDays(USUAL_DAYS - 1L).toString()),
                        call.query("until").orElse(today.toString()),
                        call.query("status").orElse(""),
                        call.query("endpoint").orElse(""),
                        FileFormat.CSV.word(),
                        COLUMNS,
                        false));
    }

    private Answer list(ConsoleVisit visit, Place place) {
        return pages.part(
                "console/export-list.jte", exports(visit, place), visit.phrases().language());
    }

    private ExportsPage.Files exports(ConsoleVisit visit, Place place) {
        String path = place.path(PATH);
        Instant now = clock.instant();
        return new ExportsPage.Files(
                path,
                visit.permissions().contains(Permission.MANAGE),
                exports.list(place.environment().id()).stream()
                        .limit(MOST)
                        .map(export -> ExportsPage.Row.of(export, path, now, visit.phrases()))
                        .toList());
    }

    private Answer show(
            ConsoleVisit visit,
            Place place,
            int status,
            @Nullable String alert,
            ExportsPage.Typed typed) {
        return pages.show(
                status,
                "console/exports.jte",
                new ExportsPage(
                        visit.shell(Section.EXPORTS, place),
                        place.path(PATH),
                        exports(visit, place),
                        alert,
                        typed,
                        Stream.of(MessageStatus.values()).map(MessageStatus::word).toList(),
                        COLUMNS,
                        place.path(LIST),
                        visit.curl().get("/v1/exports")),
                visit.phrases().language());
    }

    private Answer create(ConsoleVisit visit, Place place, Form form) {
        ExportsPage.Typed typed =
                new ExportsPage.Typed(
                        form.text("direction"),
                        form.text("from"),
                        form.text("until"),
                        form.text("status"),
                        form.text("endpoint"),
                        form.text("format"),
                        COLUMNS.stream().filter(name -> form.has("column_" + name)).toList(),
                        form.has("payloads"));
        Optional<LocalDate> from = day(typed.from());
        Optional<LocalDate> until = day(typed.until());
        if (from.isEmpty() || until.isEmpty()) {
            return show(visit, place, 422, visit.phrases().say("figure.export.no_days"), typed);
        }
        if (until.get().isBefore(from.get())) {
            return show(visit, place, 422, visit.phrases().say("figure.export.wrong_days"), typed);
        }
        MessageApi api =
                typed.direction().equals(Direction.INBOUND.word())
                        ? MessageApi.INBOUND
                        : MessageApi.OUTBOUND;
        TargetId endpoint = target(api, typed.endpoint()).orElse(null);
        if (endpoint == null && !typed.endpoint().isEmpty()) {
            return show(visit, place, 422, visit.phrases().say("figure.export.no_id"), typed);
        }
        List<String> columns = new ArrayList<>(typed.columns());
        columns.retainAll(FileLayout.columnsOf(api.direction()));
        if (columns.isEmpty()) {
            return show(visit, place, 422, visit.phrases().say("figure.export.no_columns"), typed);
        }
        FileLayout layout =
                new FileLayout(
                        FileFormat.of(typed.format()).orElse(FileFormat.CSV),
                        columns,
                        typed.payloads());
        LogFilter filter =
                new LogFilter(
                        place.environment().id(),
                        api.direction(),
                        endpoint,
                        MessageStatus.of(typed.status()).orElse(null),
                        beginning(from.get()),
                        beginning(until.get().plusDays(1)));
        return exports.create(filter, layout, visit.caller(place), visit.call().requestId())
                .<Answer>map(_ ->
                        pages.goTo(
                                ConsoleNotice.EXPORT_ORDERED
                                        .in(visit.phrases())
                                        .on(place.path(PATH))))
                .orElseGet(() ->
                        show(
                                visit,
                                place,
                                422,
                                visit.phrases().say("figure.export.too_many", Exports.MOST_ACTIVE),
                                typed));
    }

    private static Optional<TargetId> target(MessageApi api, String id) {
        return switch (api) {
            case OUTBOUND -> EndpointId.parse(id).map(TargetId::of);
            case INBOUND -> InboundEndpointId.parse(id).map(TargetId::of);
        };
    }

    private static Instant beginning(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** A day that a form wrote, of a year that the database knows. */
    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text))
                    .filter(day -> day.getYear() >= 1970 && day.getYear() <= 9999);
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }

    /** Answers a call that is about the export in the path; one that is gone leads to the list. */
    private ConsoleVisits.PlaceHandler about(Handler handler) {
        return (visit, place) ->
                MessageId.parse(visit.call().path("id"))
                        .map(id -> handler.handle(visit, place, id.value()))
                        .orElseGet(() -> goTo(visit, place, ConsoleNotice.EXPORT_GONE));
    }

    @FunctionalInterface
    private interface Handler {
        Answer handle(ConsoleVisit visit, Place place, UUID export);
    }

    private Answer goTo(ConsoleVisit visit, Place place, ConsoleNotice notice) {
        return pages.goTo(notice.in(visit.phrases()).on(place.path(PATH)));
    }

    private Answer file(ConsoleVisit visit, Place place, UUID id) {
        return switch (exports.download(id, visit.caller(place), visit.call().requestId())) {
            case Exports.Outcome.Ready(Export export) -> exports.file(export);
            case Exports.Outcome.StillActive _ -> goTo(visit, place, ConsoleNotice.EXPORT_ACTIVE);
            case Exports.Outcome.Failed _,
                    Exports.Outcome.Over _,
                    Exports.Outcome.Unknown _,
                    Exports.Outcome.Link _,
                    Exports.Outcome.Deleted _ ->
                    goTo(visit, place, ConsoleNotice.EXPORT_GONE);
        };
    }

    private Answer askToDelete(ConsoleVisit visit, Place place, UUID id) {
        return exports.find(place.environment().id(), id)
                .map(export ->
                        ExportsPage.Row.of(
                                export, place.path(PATH), clock.instant(), visit.phrases()))
                .<Answer>map(row ->
                        pages.show(
                                200,
                                "console/confirm.jte",
                                new ConfirmPage(
                                        visit.shell(Section.EXPORTS, place),
                                        Question.ofDanger(
                                                visit.phrases().say("figure.export.ask"),
                                                List.of(
                                                        row.what() + ".",
                                                        visit.phrases()
                                                                .say("figure.export.ask.file")),
                                                place.path(PATH) + "/" + id + "/delete",
                                                visit.phrases().say("figure.export.ask.button"),
                                                place.path(PATH),
                                                visit.phrases().say("figure.export.ask.keep"))),
                                visit.phrases().language()))
                .orElseGet(() -> goTo(visit, place, ConsoleNotice.EXPORT_GONE));
    }

    private Answer delete(ConsoleVisit visit, Place place, UUID id) {
        return goTo(
                visit,
                place,
                switch (exports.delete(id, visit.caller(place), visit.call().requestId())) {
                    case Exports.Outcome.Deleted _ -> ConsoleNotice.EXPORT_DELETED;
                    case Exports.Outcome.StillActive _ -> ConsoleNotice.EXPORT_ACTIVE;
                    case Exports.Outcome.Link _,
                            Exports.Outcome.Ready _,
                            Exports.Outcome.Failed _,
                            Exports.Outcome.Over _,
                            Exports.Outcome.Unknown _ ->
                            ConsoleNotice.EXPORT_GONE;
                });
    }
}
