/**
 * The people of a tenant: how they sign in to the console, and the browsers they are signed in
 * with.
 *
 * <p>A person has an email address, which is also the name to sign in with, and a {@link
 * io.hookbridge.tenant.user.UserRole}. An operator makes a person and hands over a link ({@link
 * io.hookbridge.tenant.user.PasswordLinks}) that works once, to choose a password; from then on
 * {@link io.hookbridge.tenant.user.SignIns} takes address and password.
 *
 * <p>Signing in always makes a new session with a new secret, whatever the browser sent before; the
 * secret is in its cookie, the database has its SHA-256 ({@link
 * io.hookbridge.tenant.user.Sessions}). A session ends 12 hours after its last use, 30 days after
 * its start, or when somebody ends it; the next request already notices, on every node.
 *
 * <p>An operator can keep a person out for a while or remove one for good ({@link
 * io.hookbridge.tenant.user.Users}). Both take the lock on the person's row that signing in takes,
 * so that no session begins beside them.
 *
 * <p>Strangers who try a person's password are limited, and the person is not ({@link
 * io.hookbridge.tenant.user.SignInLimits}, {@link io.hookbridge.tenant.user.KnownBrowsers}).
 *
 * <p>Passwords are hashed with Argon2id ({@link io.hookbridge.tenant.user.PasswordHashing}), some
 * at a time. Whether an address belongs to somebody shows neither in what is answered nor in the
 * work it takes.
 *
 * <p>The package is larger than others because signing in needs all of it at once: who locks the
 * person's row, who counts failures and who ends sessions must be seen together to be judged.
 */
@NullMarked
package io.hookbridge.tenant.user;

import org.jspecify.annotations.NullMarked;
