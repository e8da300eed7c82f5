package io.hookbridge.billing.provider;

/** What a provider may answer to a request for a portal session. */
public sealed interface PortalOutcome permits OpenedSession, PortalOutcome.FlowRefused {

    /** The portal cannot do the one thing that was asked for, with this subscription as it is. */
    record FlowRefused() implements PortalOutcome {}
}
