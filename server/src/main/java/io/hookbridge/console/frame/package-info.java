/**
 * What the pages of the console share: who asks ({@link io.hookbridge.console.frame.ConsoleVisit}),
 * which project and mode a page is about ({@link io.hookbridge.console.frame.Place}, always from
 * its path), and the frame around it.
 */
@NullMarked
package io.hookbridge.console.frame;

import org.jspecify.annotations.NullMarked;
