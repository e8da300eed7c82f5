package io.hookbridge.loadtest.inbound;

/**
 * An endpoint that receives.
 *
 * @param id as the API knows it
 * @param path where it receives
 */
record Source(String id, String path) {}
