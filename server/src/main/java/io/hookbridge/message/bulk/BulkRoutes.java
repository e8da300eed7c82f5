package io.hookbridge.message.bulk;

import io.hookbridge.access.Permission;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;
import io.hookbridge.message.Requester;
import io.hookbridge.message.bulk.BulkAction.Kind;
import io.hookbridge.message.bulk.BulkAction.Progress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code replay-all} and {@code delete-all}. */
public final class BulkRoutes {

    private static final int MOST = 1000;
    private static final int USUAL_REPLAYS = 100;

    private final BulkActions actions;

    public BulkRoutes(BulkActions actions) {
        this.actions = actions;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("POST", "/v1/messages/replay-all", Permission.SEND, this::replayAll)
                        .queryLists("status")
                        .query("endpoint_id", "created_after", "created_before", "limit", "dry_run")
                        .exact(),
                Route.api("POST", "/v1/messages/delete-all", Permission.MANAGE, this::deleteAll)
                        .queryLists("status")
                        .query("endpoint_id", "created_after", "created_before", "limit", "dry_run")
                        .exact());
    }

    private Answer replayAll(Call call) {
        if (call.queryList("status").isEmpty()) {
            throw ApiError.invalidRequest("give the status of the messages to replay");
        }
        Selection selection = Selection.of(call, actions.now());
        int most = call.queryInteger("limit", 1, MOST).orElse(USUAL_REPLAYS);
        Requester by = Requester.of(call);
        if (isDryRun(call)) {
            return matching(
                    replayed(Progress.NONE), actions.count(by, selection, most), "replayed");
        }
        BulkActions.Worked worked = actions.run(by, Kind.REPLAY, selection, most);
        RuntimeException failure = worked.failure();
        if (failure != null && worked.progress().touched() == 0) {
            throw failure;
        }
        return Answer.ok(replayed(worked.progress()))
                .beside(
                        Map.of(
                                "message",
                                worked.progress().done().size()
                                        + " messages queued for replay"
                                        + (failure == null ? "" : ", the others will follow")));
    }

    private static Map<String, Object> replayed(Progress progress) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("replayed", progress.done().size());
        data.put("failed", progress.failed());
        data.put("stuck", progress.stuck().size());
        data.put("replayed_message_ids", texts(progress.done()));
        data.put("stuck_message_ids", texts(progress.stuck()));
        return data;
    }

    private Answer deleteAll(Call call) {
        Selection selection = Selection.of(call, actions.now());
        int most = call.queryInteger("limit", 1, MOST).orElse(MOST);
        Requester by = Requester.of(call);
        if (isDryRun(call)) {
            return matching(deleted(Progress.NONE), actions.count(by, selection, most), "deleted");
        }
        BulkActions.Worked worked = actions.run(by, Kind.DELETE, selection, most);
        Answer.Data answer = Answer.ok(deleted(worked.progress()));
        return worked.failure() == null
                ? answer
                : answer.beside(Map.of("error", failure(worked.progress().done().isEmpty())));
    }

    private static Map<String, Object> deleted(Progress progress) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("deleted", progress.done().size());
        data.put("deleted_message_ids", texts(progress.done()));
        return data;
    }

    /** What SDKs look for beside the result when it is not all that was asked for. */
    private static Map<String, Object> failure(boolean nothing) {
        return nothing
                ? Members.of(
                        "code",
                        ErrorCode.DELETE_FAILED,
                        "message",
                        "no message is deleted yet; the server will try again by itself")
                : Members.of(
                        "code",
                        ErrorCode.PARTIAL_DELETE_FAILURE,
                        "message",
                        "some messages are not deleted yet; the server will go on by itself");
    }

    private static boolean isDryRun(Call call) {
        String word = call.query("dry_run").orElse("false");
        if (!word.equals("true") && !word.equals("false")) {
            throw ApiError.invalidRequest("dry_run must be true or false");
        }
        return word.equals("true");
    }

    private static Answer matching(Map<String, Object> nothing, int count, String verb) {
        nothing.put("matching", count);
        return Answer.ok(nothing).beside(Map.of("message", count + " messages would be " + verb));
    }

    private static List<String> texts(List<MessageId> ids) {
        return ids.stream().map(MessageId::toString).toList();
    }
}
