/**
 * What happens to a form besides being handled: what was typed survives the end of a session
 * ({@link io.hookbridge.console.form.KeptForms}), and a form that arrives twice does its work once
 * ({@link io.hookbridge.console.form.SentForms}). Both hold for every form of the console, which
 * know nothing of it.
 */
@NullMarked
package io.hookbridge.console.form;

import org.jspecify.annotations.NullMarked;
