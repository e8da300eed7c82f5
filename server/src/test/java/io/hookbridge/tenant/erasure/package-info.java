@NullMarked
package io.hookbridge.tenant.erasure;

import org.jspecify.annotations.NullMarked;
