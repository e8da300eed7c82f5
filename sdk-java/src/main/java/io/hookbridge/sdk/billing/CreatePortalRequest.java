package io.hookbridge.sdk.billing;

import io.hookbridge.sdk.Members;

import java.util.Map;

/** Where a portal session begins, and where it leads back to. */
public final class CreatePortalRequest extends Members<CreatePortalRequest> {

    private CreatePortalRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static CreatePortalRequest create() {
        return new CreatePortalRequest(Map.of());
    }

    /**
     * Where the portal's way back leads. It must be on one of the origins that this server was
     * configured to allow. Without it, the server's default return address is used.
     *
     * @param returnUrl what it is to be
     * @return the request with it
     */
    public CreatePortalRequest returnUrl(String returnUrl) {
        return with("return_url", returnUrl);
    }

    /**
     * Opens the portal for this one task instead of its front page. The task concerns the
     * subscription that the server picks.
     *
     * @param flow what it is to be
     * @return the request with it
     */
    public CreatePortalRequest flow(PortalFlow flow) {
        return with("flow", flow);
    }

    /**
     * The language of the portal, as an IETF tag. {@code auto}, or none at all, leaves the choice
     * to the browser. The built-in portal speaks English, French, German and Spanish; it leaves
     * other languages to the browser as well.
     *
     * @param locale what it is to be
     * @return the request with it
     */
    public CreatePortalRequest locale(String locale) {
        return with("locale", locale);
    }

    @Override
    protected CreatePortalRequest copy(Map<String, Object> changed) {
        return new CreatePortalRequest(changed);
    }
}
