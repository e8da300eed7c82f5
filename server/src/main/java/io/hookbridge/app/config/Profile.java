package io.hookbridge.app.config;

/** Which defaults hold. The code is the same for both. */
public enum Profile {
    /** {@code up}: a developer's machine; loopback only, ready to try. */
    DEVELOPMENT,
    /** {@code serve}: nothing is allowed that was not configured. */
    PRODUCTION
}
