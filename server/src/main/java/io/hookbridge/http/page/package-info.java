/**
 * What every page of this server shares: whom it admits, forms and their protection, notices and
 * questions, the words for dates and numbers, the layout and stylesheet, security headers, and how
 * a refusal looks to a person, also one of an address that leads nowhere.
 *
 * <p>A page that anybody may see is made by {@link io.hookbridge.http.page.Pages}, every other one
 * by the {@link io.hookbridge.http.page.Visits} of its kind of session: it finds the visitor behind
 * the {@link io.hookbridge.http.page.SessionCookie}, checks a form ({@link
 * io.hookbridge.http.page.FormGuard}), and lets through whom the page's {@link
 * io.hookbridge.http.Admission} lets through. Neither makes a page without one. Whose session it
 * is, and what strangers are told, say the {@link io.hookbridge.http.page.Visitors} of that kind.
 *
 * <p>What pages say stands in files of {@link io.hookbridge.http.page.Phrases}, one for each {@link
 * io.hookbridge.http.page.Language}; a template says a phrase by {@code frame.say}. The console
 * speaks English and German, the portal more. What the API says in English to everybody stands in
 * its own source; the files have it in the other languages of the console.
 *
 * <p>Pages are JTE templates ({@code src/main/jte}, compiled into {@code io.hookbridge.pages})
 * around one {@code layout.jte}. They need no script. Some are better with one, and only their
 * Content-Security-Policy allows it: one file of this server, no inline code.
 *
 * <p>There are more types here than elsewhere: no page is made without most of them, and what
 * checks a form and a visitor is called by nobody else.
 */
@NullMarked
package io.hookbridge.http.page;

import org.jspecify.annotations.NullMarked;
