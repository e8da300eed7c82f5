@NullMarked
package io.hookbridge.console;

import org.jspecify.annotations.NullMarked;
