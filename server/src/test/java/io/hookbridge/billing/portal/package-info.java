@NullMarked
package io.hookbridge.billing.portal;

import org.jspecify.annotations.NullMarked;
