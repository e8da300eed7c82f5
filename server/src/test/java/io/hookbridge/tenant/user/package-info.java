@NullMarked
package io.hookbridge.tenant.user;

import org.jspecify.annotations.NullMarked;
