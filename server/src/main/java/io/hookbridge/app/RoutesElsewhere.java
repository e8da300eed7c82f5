package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Route;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What other nodes answer and this one does not, for want of a role: a request that comes here all
 * the same is told so, instead of that there is no such path, which would be taken for final.
 */
final class RoutesElsewhere {

    /** Those that programs call. */
    private static final Set<Role> OF_PROGRAMS = EnumSet.of(Role.API, Role.RECEIVE);

    private RoutesElsewhere() {}

    /**
     * @param here the roles of this node
     * @param answered what it answers
     * @param routes of a node with these roles
     */
    static List<Route> of(
            Set<Role> here, List<Route> answered, Function<Set<Role>, List<Route>> routes) {
        return OF_PROGRAMS.stream()
                .filter(role -> !here.contains(role))
                .flatMap(role -> of(role, answered, routes.apply(EnumSet.of(role))))
                .toList();
    }

    private static Stream<Route> of(Role role, List<Route> answered, List<Route> there) {
        return there.stream()
                .filter(route -> answered.stream().noneMatch(route::isSameOperationAs))
                .map(route -> misdirected(route, role));
    }

    private static Route misdirected(Route route, Role role) {
        return Route.open(
                        route.method(),
                        route.template(),
                        _ -> {
                            throw new ApiError(
                                    ErrorCode.MISDIRECTED_REQUEST,
                                    "this node does not answer this operation: requests for it belong to nodes with the"
                                            + " role "
                                            + role.word()
                                            + " (HOOKBRIDGE_ROLES)");
                        })
                .lettingBe();
    }
}
