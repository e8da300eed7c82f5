package io.hookbridge.console.deadletter;

import io.hookbridge.message.bulk.BulkActions;
import io.hookbridge.message.bulk.DeadLetters;
import io.hookbridge.tenant.user.Users;

import java.time.InstantSource;

/** What the pages of dead letters and bulk actions ask. */
public record DeadLetterDesk(
        DeadLetters letters, BulkActions actions, Users users, InstantSource clock) {}
