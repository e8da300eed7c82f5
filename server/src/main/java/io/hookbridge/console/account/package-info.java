/** Signing in and out, links to choose a password, and a person's own account. */
@NullMarked
package io.hookbridge.console.account;

import org.jspecify.annotations.NullMarked;
