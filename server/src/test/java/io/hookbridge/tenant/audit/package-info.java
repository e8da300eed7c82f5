@NullMarked
package io.hookbridge.tenant.audit;

import org.jspecify.annotations.NullMarked;
