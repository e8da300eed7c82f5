/**
 * The pages of the built-in portal: plan, usage, statements, and the forms that change the
 * subscription; and the page of the built-in checkout, which starts one.
 *
 * <p>{@code /billing/{mode}/portal/{token}} opens a link and leaves a session in a cookie; every
 * other page needs that session ({@link io.hookbridge.billing.builtin.page.LinkVisitors}). {@code
 * /billing/{mode}/checkout/{token}} does the same with a session that is good for one checkout
 * only. The mode, live or test, stands in every path and in that of the cookies, so that a browser
 * can have both open. Changes are shown before they are made, made by POST, and followed by a
 * redirect. The pages speak the language that the link was made for, else one that the browser
 * accepts. The templates are in {@code src/main/jte/billing}; the public records are what they
 * show, ready to print.
 */
@NullMarked
package io.hookbridge.billing.builtin.page;

import org.jspecify.annotations.NullMarked;
