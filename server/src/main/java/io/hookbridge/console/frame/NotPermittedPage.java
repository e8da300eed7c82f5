package io.hookbridge.console.frame;

/** For somebody whose role does not go so far. */
public record NotPermittedPage(Shell shell, String heading, String explanation) {}
