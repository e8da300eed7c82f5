package io.hookbridge.sdk.billing;

/**
 * A session of the customer portal.
 *
 * @param portalUrl the address to send the browser to. It is a credential, and short-lived.
 */
public record PortalSession(String portalUrl) {}
