package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

/**
 * A request that passed both gates.
 *
 * @param account of the key's mode
 * @param other the account of the other mode
 * @param id the identifier in the path, empty if the path has none
 */
record DoubleRequest(
        DoubleAccount account,
        DoubleAccount other,
        String id,
        ObjectNode params,
        String portalBase,
        String checkoutBase) {

    String text(String name) {
        return params.path(name).asString("");
    }
}
