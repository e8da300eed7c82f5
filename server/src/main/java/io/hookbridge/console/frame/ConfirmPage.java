package io.hookbridge.console.frame;

import io.hookbridge.http.page.Question;

/** A question before something that cannot be taken back. */
public record ConfirmPage(Shell shell, Question question) {}
