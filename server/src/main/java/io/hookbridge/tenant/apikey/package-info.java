/**
 * API keys: how a program proves which project it speaks for, in which mode, and what it may do.
 *
 * <p>A key is shown once, when it is made; the database holds its SHA-256. A lookup is cached for
 * less than a second, which is also how long a deleted key may still work on another node.
 *
 * <p>{@link io.hookbridge.tenant.apikey.ApiKeyStore} is a little longer than other files: which
 * keys a caller reaches, and which still work, are conditions that all its statements share.
 */
@NullMarked
package io.hookbridge.tenant.apikey;

import org.jspecify.annotations.NullMarked;
