/** The page with the figures, and what must stand beside them: the machine they come from. */
@NullMarked
package io.hookbridge.loadtest.report;

import org.jspecify.annotations.NullMarked;
