package io.hookbridge.inbound.verify.coded;

import io.hookbridge.inbound.verify.request.JsonPath;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.scheme.CheckScheme;
import io.hookbridge.inbound.verify.scheme.Finding;
import io.hookbridge.inbound.verify.scheme.Flaw;

import java.util.List;

/** Microsoft Graph: a secret in each item of the body, all of which must hold. */
final class MicrosoftGraph {

    /** More than Microsoft puts into one request. */
    private static final int MOST_ITEMS = 1_000;

    private static final JsonPath ITEMS = new JsonPath(List.of("value"));
    private static final JsonPath STATE = new JsonPath(List.of("clientState"));

    private MicrosoftGraph() {}

    /**
     * @param secrets the {@code clientState} of subscriptions; one is enough
     */
    static Finding check(List<String> secrets, RequestValues values) {
        if (secrets.isEmpty()) {
            return new Finding.Flawed(Flaw.NO_USABLE_SECRET);
        }
        List<byte[]> items = ITEMS.elementsIn(values.content(), MOST_ITEMS);
        if (items.isEmpty()) {
            return new Finding.Flawed(Flaw.MISSING_TOKEN);
        }
        return items.stream().allMatch(item -> isKnown(item, secrets))
                ? new Finding.Genuine("")
                : new Finding.Flawed(Flaw.TOKEN_MISMATCH);
    }

    private static boolean isKnown(byte[] item, List<String> secrets) {
        String state = STATE.textIn(item).orElse("");
        return secrets.stream().anyMatch(secret -> CheckScheme.isSame(secret, state));
    }
}
