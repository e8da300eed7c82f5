/**
 * What the pages of the console share: who asks ({@link io.hookbridge.console.frame.ConsoleVisit}),
 * which project and mode a page is about ({@link io.hookbridge.console.frame.Place}, always from
 * its path), and the frame around it ({@link io.hookbridge.console.frame.Shell}). What is often
 * shown: the call of the API that a page stands for ({@link io.hookbridge.console.frame.AsCurl}),
 * the state of a message, a small chart.
 *
 * <p>The navigation leads to those {@link io.hookbridge.console.frame.Section}s that have a page.
 */
@NullMarked
package io.hookbridge.console.frame;

import org.jspecify.annotations.NullMarked;
