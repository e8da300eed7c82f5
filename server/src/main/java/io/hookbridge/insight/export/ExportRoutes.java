package io.hookbridge.insight.export;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.JsonBody;
import io.hookbridge.http.Route;
import io.hookbridge.insight.Filters;
import io.hookbridge.insight.export.Exports.Outcome;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.MessageStatus;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** {@code /v1/exports}, and the files under signed addresses. */
public final class ExportRoutes {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);

    private final Exports exports;

    public ExportRoutes(Exports exports) {
        this.exports = exports;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("POST", "/v1/exports", Permission.READ, this::create)
                        .members(
                                "start_time",
                                "end_time",
                                "status",
                                "direction",
                                "endpoint_id",
                                "inbound_endpoint_id",
                                "format",
                                "columns",
                                "include_payloads"),
                Route.api("GET", "/v1/exports", Permission.READ, this::list),
                Route.api("GET", "/v1/exports/{id}", Permission.READ, this::get),
                Route.api("DELETE", "/v1/exports/{id}", Permission.MANAGE, this::delete).exact(),
                Route.api("GET", "/v1/exports/{id}/download", Permission.READ, this::download),
                Route.open("GET", "/v1/exports/{id}/file", this::file)
                        .query("key_id", "expires", "signature"));
    }

    private Answer create(Call call) {
        LogFilter filter = filter(call);
        return exports.create(
                        filter,
                        layout(call.json(), filter.direction()),
                        call.caller(),
                        call.requestId())
                .map(export ->
                        Answer.created(
                                "/v1/exports/" + export.id(), export.view(call.caller().project())))
                .orElseThrow(() ->
                        new ApiError(
                                        ErrorCode.RATE_LIMIT_EXCEEDED,
                                        "this environment has %d exports under way, wait for one to end"
                                                .formatted(Exports.MOST_ACTIVE))
                                .retryAfter(TRY_AGAIN));
    }

    private static LogFilter filter(Call call) {
        JsonBody body = call.json();
        MessageApi api = api(body);
        Instant from = time(body, "start_time");
        Instant until = time(body, "end_time");
        if (!until.isAfter(from)) {
            throw ApiError.invalidRequest("end_time must be after start_time");
        }
        MessageStatus status = body.text("status").map(Filters::status).orElse(null);
        TargetId endpoint = body.text(api.endpointName()).map(api::endpoint).orElse(null);
        return new LogFilter(
                call.caller().environment().id(), api.direction(), endpoint, status, from, until);
    }

    /** Of the messages that the direction asks for. */
    private static MessageApi api(JsonBody body) {
        String direction = body.text("direction").orElse(Direction.OUTBOUND.word());
        MessageApi api =
                Arrays.stream(MessageApi.values())
                        .filter(each -> each.direction().word().equals(direction))
                        .findFirst()
                        .orElseThrow(() ->
                                ApiError.invalidRequest(
                                        "direction must be \"outbound\" or \"inbound\""));
        for (MessageApi other : MessageApi.values()) {
            if (other != api && body.text(other.endpointName()).isPresent()) {
                throw ApiError.invalidRequest(
                        "%s is for the direction \"%s\""
                                .formatted(other.endpointName(), other.direction().word()));
            }
        }
        return api;
    }

    private static FileLayout layout(JsonBody body, Direction direction) {
        FileFormat format =
                body.text("format")
                        .map(word ->
                                FileFormat.of(word)
                                        .orElseThrow(() ->
                                                ApiError.invalidRequest(
                                                        "format must be \"csv\" or \"jsonl\"")))
                        .orElse(FileFormat.CSV);
        List<String> columns = body.texts("columns").orElse(List.of());
        List<String> known = FileLayout.columnsOf(direction);
        if (!known.containsAll(columns)) {
            throw ApiError.invalidRequest("columns must be some of " + String.join(", ", known));
        }
        return new FileLayout(format, columns, body.flag("include_payloads").orElse(false));
    }

    private static Instant time(JsonBody body, String name) {
        return body.time(name).orElseThrow(() -> ApiError.invalidRequest(name + " is required"));
    }

    private Answer list(Call call) {
        Caller caller = call.caller();
        return Answer.ok(
                exports.list(caller.environment().id()).stream()
                        .map(export -> export.view(caller.project()))
                        .toList());
    }

    private Answer get(Call call) {
        return Answer.ok(
                exports.find(call.caller().environment().id(), id(call))
                        .orElseThrow(ExportRoutes::notFound)
                        .view(call.caller().project()));
    }

    private Answer delete(Call call) {
        return answer(exports.delete(id(call), call.caller(), call.requestId()), true);
    }

    private Answer download(Call call) {
        return answer(exports.link(id(call), call.caller(), call.requestId()), false);
    }

    private Answer file(Call call) {
        ApiKeyId key =
                call.query("key_id").flatMap(ApiKeyId::parse).orElseThrow(ExportRoutes::notFound);
        Instant until =
                call.query("expires")
                        .filter(text -> text.matches("\\d{1,12}"))
                        .map(Long::parseLong)
                        .map(Instant::ofEpochSecond)
                        .orElseThrow(ExportRoutes::notFound);
        String signature = call.query("signature").orElseThrow(ExportRoutes::notFound);
        return answer(exports.open(new FileLinks.Grant(id(call), key, until), signature), false);
    }

    private Answer answer(Outcome outcome, boolean deleting) {
        return switch (outcome) {
            case Outcome.Link(String address) ->
                    Answer.found(address).header("Cache-Control", "no-store");
            case Outcome.Ready(Export export) -> exports.file(export);
            case Outcome.Deleted _ -> Answer.noContent();
            case Outcome.StillActive _ ->
                    throw deleting
                            ? new ApiError(
                                    ErrorCode.EXPORT_ACTIVE,
                                    "an export cannot be deleted while it is pending or in progress; try again in a moment")
                            : new ApiError(
                                    ErrorCode.EXPORT_NOT_READY, "the export is not completed yet");
            case Outcome.Failed _ ->
                    throw new ApiError(
                            ErrorCode.EXPORT_NOT_READY,
                            "the export failed and has no file; make a new one");
            case Outcome.Over _ ->
                    throw new ApiError(
                            ErrorCode.EXPORT_EXPIRED,
                            "the export or this address of it has expired; ask for the download again or make a new one");
            case Outcome.Unknown _ -> throw notFound();
        };
    }

    /** An export's id looks like a message's: the canonical form of a UUID. */
    private static UUID id(Call call) {
        return MessageId.parse(call.path("id"))
                .map(MessageId::value)
                .orElseThrow(ExportRoutes::notFound);
    }

    private static ApiError notFound() {
        return ApiError.notFound("Export not found");
    }
}
