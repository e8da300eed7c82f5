package io.hookbridge.sdk.key;

/**
 * A person.
 *
 * @param email the person's address
 */
public record Person(String email) {}
