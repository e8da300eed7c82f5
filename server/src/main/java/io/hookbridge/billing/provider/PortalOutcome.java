package io.hookbridge.billing.provider;

import io.hookbridge.tenant.audit.AuditEvent;

import java.util.concurrent.CompletionStage;

/** What a provider may answer to a request for a portal session. */
public sealed interface PortalOutcome
        permits OpenedSession, PortalOutcome.Drafted, PortalOutcome.FlowRefused {

    /** A session of this server's own, which can be entered once it is committed. */
    record Drafted(OpenedSession session, Commit commit) implements PortalOutcome {}

    /** Stores a session together with the row that audits it, so that they share one commit. */
    @FunctionalInterface
    interface Commit {

        /**
         * Does not wait.
         *
         * @return ends when both are stored, or with why neither is
         */
        CompletionStage<Void> with(AuditEvent audit);
    }

    /** The portal cannot do the one thing that was asked for, with this subscription as it is. */
    record FlowRefused() implements PortalOutcome {}
}
