package io.hookbridge.tenant.actor;

import io.hookbridge.access.Permission;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.UserId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.user.Users;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code GET /v1/actors/lookup}: who is behind the ids that other answers name, such as {@code
 * deleted_by_user_id}. Ids of another tenant, and of live keys for a caller in test mode, are left
 * out, like ids of nobody.
 */
public final class ActorRoutes {

    private static final int MOST = 100;

    private record User(String email) {}

    private record Key(String label, String environment) {}

    private final Users users;
    private final ApiKeys keys;

    public ActorRoutes(Users users, ApiKeys keys) {
        this.users = users;
        this.keys = keys;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/actors/lookup", Permission.READ, this::lookUp)
                        .queryLists("user_id", "api_key_id"));
    }

    private Answer lookUp(Call call) {
        Optional<List<String>> userIds = call.queryList("user_id").map(ActorRoutes::ids);
        Optional<List<String>> keyIds = call.queryList("api_key_id").map(ActorRoutes::ids);
        int count = userIds.map(List::size).orElse(0) + keyIds.map(List::size).orElse(0);
        if (count == 0 || count > MOST) {
            throw ApiError.invalidRequest(
                    "give 1 to " + MOST + " ids in user_id, api_key_id or both");
        }
        Map<String, Object> data = new LinkedHashMap<>();
        userIds.ifPresent(ids -> data.put("users", users(call, ids)));
        keyIds.ifPresent(ids -> data.put("api_keys", keys(call, ids)));
        return Answer.ok(data);
    }

    private static List<String> ids(List<String> texts) {
        return texts.stream().filter(text -> !text.isEmpty()).distinct().toList();
    }

    private Map<String, User> users(Call call, List<String> texts) {
        List<UserId> ids = texts.stream().flatMap(text -> UserId.parse(text).stream()).toList();
        Map<String, User> found = new TreeMap<>();
        users.addresses(call.caller().tenant(), ids)
                .forEach((id, address) -> found.put(id.toString(), new User(address.text())));
        return found;
    }

    private Map<String, Key> keys(Call call, List<String> texts) {
        List<ApiKeyId> ids = texts.stream().flatMap(text -> ApiKeyId.parse(text).stream()).toList();
        Map<String, Key> found = new TreeMap<>();
        keys.names(call.caller().tenant(), call.caller().mode(), ids)
                .forEach((id, name) ->
                        found.put(id.toString(), new Key(name.label(), name.mode().word())));
        return found;
    }
}
