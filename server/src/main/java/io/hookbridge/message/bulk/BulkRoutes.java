package io.hookbridge.message.bulk;

import io.hookbridge.access.Permission;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.Requester;
import io.hookbridge.message.bulk.BulkAction.Failure;
import io.hookbridge.message.bulk.BulkAction.Kind;
import io.hookbridge.message.bulk.BulkAction.Progress;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code replay-all} and {@code delete-all}. */
public final class BulkRoutes {

    private static final int MOST = 1000;
    private static final int USUAL_REPLAYS = 100;

    private final MessageApi api;
    private final BulkActions actions;

    /**
     * @param api of the messages
     */
    public BulkRoutes(MessageApi api, BulkActions actions) {
        this.api = api;
        this.actions = actions;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("POST", api.path("messages/replay-all"), Permission.SEND, this::replayAll)
                        .queryLists("status")
                        .query(api.endpointName(), api.after(), api.before())
                        .query("limit", "cursor", "dry_run")
                        .exact(),
                Route.api(
                                "POST",
                                api.path("messages/delete-all"),
                                Permission.MANAGE,
                                this::deleteAll)
                        .queryLists("status")
                        .query(api.endpointName(), api.after(), api.before(), "limit", "dry_run")
                        .exact());
    }

    private Answer replayAll(Call call) {
        if (call.queryList("status").isEmpty()) {
            throw ApiError.invalidRequest("give the status of the messages to replay");
        }
        Instant now = actions.now();
        Selection selection = Selection.of(call, api, now).reachedBy(now);
        int most = call.queryInteger("limit", 1, MOST).orElse(USUAL_REPLAYS);
        UUID after = IdCursor.of(call).map(IdCursor::id).orElse(null);
        Requester by = Requester.of(call, api);
        if (isDryRun(call)) {
            return previewed(actions.preview(by, selection, most, after));
        }
        BulkActions.Worked worked = actions.run(by, Kind.REPLAY, selection, most, after);
        RuntimeException interruption = worked.interruption();
        return Answer.ok(replayed(worked, worked.progress().done()))
                .meta(meta(worked))
                .beside(
                        Map.of(
                                "message",
                                worked.progress().done().size()
                                        + " messages queued for replay"
                                        + (interruption == null
                                                ? ""
                                                : ", the others will follow")));
    }

    private static Answer previewed(BulkActions.Worked worked) {
        int count = worked.progress().done().size();
        Map<String, Object> data = replayed(worked, List.of());
        data.put("matching", count);
        return Answer.ok(data)
                .meta(meta(worked))
                .beside(Map.of("message", count + " messages would be replayed"));
    }

    private static Map<String, Object> meta(BulkActions.Worked worked) {
        return worked.next().map(IdCursor::more).orElseGet(IdCursor::end);
    }

    /** A message that cannot be replayed. */
    record FailedMessage(String messageId, String error, String code) {

        static FailedMessage of(Failure failure) {
            return new FailedMessage(
                    failure.id().toString(), failure.sentence(), failure.code().name());
        }
    }

    private static Map<String, Object> replayed(BulkActions.Worked worked, List<MessageId> done) {
        Progress progress = worked.progress();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("replayed", done.size());
        data.put("failed", progress.failed());
        data.put("stuck", progress.stuck().size());
        data.put("replayed_message_ids", texts(done));
        data.put("failed_messages", worked.failures().stream().map(FailedMessage::of).toList());
        data.put("stuck_message_ids", texts(progress.stuck()));
        return data;
    }

    private Answer deleteAll(Call call) {
        Selection selection = Selection.of(call, api, actions.now());
        int most = call.queryInteger("limit", 1, MOST).orElse(MOST);
        Requester by = Requester.of(call, api);
        if (isDryRun(call)) {
            int count = actions.count(by, selection, most);
            Map<String, Object> data = deleted(Progress.NONE);
            data.put("matching", count);
            return Answer.ok(data).beside(Map.of("message", count + " messages would be deleted"));
        }
        BulkActions.Worked worked = actions.run(by, Kind.DELETE, selection, most, null);
        Answer.Data answer = Answer.ok(deleted(worked.progress()));
        return worked.interruption() == null
                ? answer
                : answer.beside(Map.of("error", failure(worked.progress())));
    }

    private static Map<String, Object> deleted(Progress progress) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("deleted", progress.done().size());
        data.put("deleted_message_ids", texts(progress.done()));
        return data;
    }

    /** What SDKs look for beside the result when it is not all that was asked for. */
    static Map<String, Object> failure(Progress progress) {
        if (progress.done().isEmpty()) {
            return Members.of(
                    "code",
                    ErrorCode.DELETE_FAILED,
                    "message",
                    "no message is deleted yet; the server will try again by itself");
        }
        return Members.of(
                "code",
                ErrorCode.PARTIAL_DELETE_FAILURE,
                "message",
                progress.finished()
                        ? "the deletion is stored, but a server that is about to deliver some of the"
                                + " messages has not confirmed it yet"
                        : "some messages are not deleted yet; the server will go on by itself");
    }

    private static boolean isDryRun(Call call) {
        String word = call.query("dry_run").orElse("false");
        if (!word.equals("true") && !word.equals("false")) {
            throw ApiError.invalidRequest("dry_run must be true or false");
        }
        return word.equals("true");
    }

    private static List<String> texts(List<MessageId> ids) {
        return ids.stream().map(MessageId::toString).toList();
    }
}
