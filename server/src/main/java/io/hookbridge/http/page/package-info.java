/**
 * What every page of this server shares: the layout and stylesheet, security headers, the guard of
 * forms, the cookie that holds a session, and how a refusal looks to a person.
 *
 * <p>Pages are JTE templates ({@code src/main/jte}, compiled into {@code io.hookbridge.pages})
 * around one {@code layout.jte}. They need no script. The few that are better with one say so, and
 * only their Content-Security-Policy allows it: one file of this server, no inline code.
 */
@NullMarked
package io.hookbridge.http.page;

import org.jspecify.annotations.NullMarked;
