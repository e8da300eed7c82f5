package io.hookbridge.app.config;

/**
 * A setting as it holds for this server.
 *
 * @param value what it is; of a secret only whether there is one, of a default that was worked out
 *     what it is worked out from
 * @param chosen whether somebody gave it
 */
public record SettingInForce(Setting setting, String value, boolean chosen) {}
