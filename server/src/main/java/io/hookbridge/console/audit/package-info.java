/** {@code /console/audit}: who changed what in the tenant, as a list and as a file. */
@NullMarked
package io.hookbridge.console.audit;

import org.jspecify.annotations.NullMarked;
