@NullMarked
package io.hookbridge.console.message;

import org.jspecify.annotations.NullMarked;
