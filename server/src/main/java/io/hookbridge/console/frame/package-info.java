/**
 * What the pages of the console share: who asks, the frame around a page, the forms it lets
 * through, notices, and the words for dates and numbers.
 */
@NullMarked
package io.hookbridge.console.frame;

import org.jspecify.annotations.NullMarked;
