/**
 * The measurement of what people look at: pages of the log, single messages, figures and series,
 * with millions of messages in the database. {@link io.hookbridge.loadtest.pages.FillPages} writes
 * those of the past, of busy projects and a quiet one among them; {@link
 * io.hookbridge.loadtest.pages.Pages} asks for what is measured.
 */
@NullMarked
package io.hookbridge.loadtest.pages;

import org.jspecify.annotations.NullMarked;
