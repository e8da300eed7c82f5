@NullMarked
package io.hookbridge.billing.plan;

import org.jspecify.annotations.NullMarked;
