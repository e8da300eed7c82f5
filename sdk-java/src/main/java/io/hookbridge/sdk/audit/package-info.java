/** Who changed what. */
@NullMarked
package io.hookbridge.sdk.audit;

import org.jspecify.annotations.NullMarked;
