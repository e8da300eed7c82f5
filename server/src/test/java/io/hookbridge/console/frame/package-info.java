@NullMarked
package io.hookbridge.console.frame;

import org.jspecify.annotations.NullMarked;
