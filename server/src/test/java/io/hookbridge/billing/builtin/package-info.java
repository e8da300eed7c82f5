@NullMarked
package io.hookbridge.billing.builtin;

import org.jspecify.annotations.NullMarked;
