/** Tests of what the pages of sources are made from. */
@NullMarked
package io.hookbridge.console.source;

import org.jspecify.annotations.NullMarked;
