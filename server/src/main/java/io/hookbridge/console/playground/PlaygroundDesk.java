package io.hookbridge.console.playground;

import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.outbound.endpoint.Endpoints;
import io.hookbridge.outbound.send.SendRepeatedly;
import io.hookbridge.outbound.trial.TrialReceiver;

/** What the playground sends with, and what it shows afterwards. */
public record PlaygroundDesk(
        Endpoints endpoints, SendRepeatedly send, TrialReceiver receiver, MessageLog log) {}
