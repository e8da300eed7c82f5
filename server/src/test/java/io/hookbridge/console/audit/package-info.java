@NullMarked
package io.hookbridge.console.audit;

import org.jspecify.annotations.NullMarked;
