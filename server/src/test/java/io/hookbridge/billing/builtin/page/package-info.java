@NullMarked
package io.hookbridge.billing.builtin.page;

import org.jspecify.annotations.NullMarked;
