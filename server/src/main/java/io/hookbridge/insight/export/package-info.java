/**
 * The log as a CSV file, for a time and a filter, made in the background.
 *
 * <p>{@code pending → processing → completed → expired}, or {@code → failed}. {@link
 * io.hookbridge.insight.export.WriteExports} writes one page of the log after the other; each page
 * is a piece of the file and is committed together with the place where the next one begins, so
 * whoever goes on after a crash, on whatever node, repeats and leaves out nothing. The claim on an
 * export is the lock on its row, which ends with the transaction of the page.
 *
 * <p>The file is given out under an address of our own that is signed and ends after minutes;
 * {@link io.hookbridge.insight.export.FileLinks} says how.
 */
@NullMarked
package io.hookbridge.insight.export;

import org.jspecify.annotations.NullMarked;
