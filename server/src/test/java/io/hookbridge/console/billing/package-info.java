@NullMarked
package io.hookbridge.console.billing;

import org.jspecify.annotations.NullMarked;
