package io.hookbridge.sdk.send;

import java.util.List;

/**
 * What became of each message.
 *
 * @param results what became of each, in the order in which they were asked for
 * @param accepted how many were accepted
 * @param refused how many were refused
 */
public record BatchResult(List<SendResult> results, long accepted, long refused) {}
