package io.hookbridge.stripedouble;

import java.util.List;

/** The account itself. */
final class AccountOperations {

    static final List<Operation> ALL =
            List.of(
                    new Operation(
                            "GET",
                            "/v1/account",
                            Rule.table(),
                            request ->
                                    request.account()
                                            .objects
                                            .account(request.account().accountId())));

    private AccountOperations() {}
}
